/** The model that a path of joins and bridges leads to. Knows of a model only where those lead. */

export interface JoiningModel {
  readonly joins: ReadonlyMap<string, { readonly target: string }>;
  readonly bridges?: ReadonlyMap<string, { readonly target: string }>;
}

/** Undefined where `start` is, where a join does not exist, or where its model does not. */
export function findJoined<Model extends JoiningModel>(
  start: Model | undefined,
  path: readonly string[],
  models: ReadonlyMap<string, Model>,
): Model | undefined {
  let model = start;
  for (const join of path) model = models.get(findTarget(model, join) ?? '');
  return model;
}

/** Where a join or bridge of that name leads. */
export function findTarget(model: JoiningModel | undefined, name: string): string | undefined {
  return (model?.joins.get(name) ?? model?.bridges?.get(name))?.target;
}

/** The ways to the bridges along a path, each from the root up to the bridge itself. */
export function bridgesAlong<Model extends JoiningModel>(
  root: Model | undefined,
  path: readonly string[],
  models: ReadonlyMap<string, Model>,
): readonly (readonly string[])[] {
  const ways: (readonly string[])[] = [];
  let before = root;
  for (const [place, name] of path.entries()) {
    if (before?.bridges?.has(name)) ways.push(path.slice(0, place + 1));
    before = models.get(findTarget(before, name) ?? '');
  }
  return ways;
}
