/** Where every role and model leads from every model (S4): indexed once per catalog. */

export type PathAnswer =
  | { readonly kind: 'path'; readonly path: readonly string[]; readonly reason: PathReason }
  | { readonly kind: 'ambiguous'; readonly paths: readonly (readonly string[])[] }
  | { readonly kind: 'none' };

/**
 * Why a path is the one (S4), in the order in which they are tried: the root settles the role, joins by its
 * name, or is what is looked for; else nothing but this path leads there.
 */
export type PathReason = 'settlement' | 'own_join' | 'root' | 'only_path';

export interface PathIndex {
  /** The path of join names by which `<role>.…` resolves on a leg rooted at `root`. */
  findRole(root: string, role: string): PathAnswer;
  /** The paths that the root's own settlement or join of that name, or being the role itself, keeps from being asked for. */
  findPassedOver(root: string, role: string): readonly (readonly string[])[];
  /** The only path from `root` to `model`, or the root itself. */
  findModel(root: string, model: string): PathAnswer;
}
