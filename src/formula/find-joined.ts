/** The model that a path of joins leads to. Knows of a model only where its joins lead. */

interface JoiningModel {
  readonly joins: ReadonlyMap<string, { readonly target: string }>;
}

/** Undefined where `start` is, where a join does not exist, or where its model does not. */
export function findJoined<Model extends JoiningModel>(
  start: Model | undefined,
  path: readonly string[],
  models: ReadonlyMap<string, Model>,
): Model | undefined {
  let model = start;
  for (const join of path) model = models.get(model?.joins.get(join)?.target ?? '');
  return model;
}
