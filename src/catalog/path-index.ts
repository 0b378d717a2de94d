/** Where every role and model leads from every model (S4): indexed once per catalog. */

export type PathAnswer =
  | { readonly kind: 'path'; readonly path: readonly string[] }
  | { readonly kind: 'ambiguous'; readonly paths: readonly (readonly string[])[] }
  | { readonly kind: 'none' };

export interface PathIndex {
  /** The path of join names by which `<role>.…` resolves on a leg rooted at `root`. */
  findRole(root: string, role: string): PathAnswer;
  /** The only path from `root` to `model`, or the root itself. */
  findModel(root: string, model: string): PathAnswer;
}
