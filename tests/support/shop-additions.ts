/** Metrics and dimensions that a test adds to the fixture shop's definitions, as texts of project files. */
import Type, { type Static } from 'typebox';
import { parse, stringify } from 'yaml';

const strict = { additionalProperties: false } as const;

const MembersSchema = Type.Record(
  Type.String(),
  Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())),
);

export const ShopAdditionsSchema = Type.Object(
  {
    /** Formulas by the name of their metric. */
    metrics: Type.Optional(Type.Record(Type.String(), Type.String())),
    /** The day that the project's weeks start with. */
    week_starts: Type.Optional(Type.String()),
    /** Calendars as project.yaml has them, by name. */
    calendars: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    /** Other keys of project.yaml, and those that take the place of its own. */
    project: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    /** Models by name, as their files have them. */
    models: Type.Optional(Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()))),
    /** Dimensions and facts as models have them, by model and name. */
    dimensions: Type.Optional(MembersSchema),
    facts: Type.Optional(MembersSchema),
  },
  strict,
);

export type ShopAdditions = Static<typeof ShopAdditionsSchema>;

/** The shop's files with the additions among them. */
export function addToFiles(
  files: ReadonlyMap<string, string>,
  {
    metrics = {},
    models = {},
    dimensions = {},
    facts = {},
    calendars,
    week_starts: weekStarts,
    project = {},
  }: ShopAdditions,
): ReadonlyMap<string, string> {
  const all = new Map(files);
  for (const [metric, formula] of Object.entries(metrics)) {
    const owner = 'data@shop.example';
    const definition = { metric, version: 1, description: 'Added by a test.', owner, formula };
    all.set(`added/${metric}.yaml`, stringify(definition));
  }
  for (const [model, keys] of Object.entries(models))
    all.set(`models/${model}.yaml`, stringify({ model, ...keys }));
  const changes = {
    ...project,
    ...(calendars === undefined ? {} : { calendars }),
    ...(weekStarts === undefined ? {} : { week_starts: weekStarts }),
  };
  if (Object.keys(changes).length > 0) {
    const own: object = parse(all.get('project.yaml') ?? '');
    all.set('project.yaml', stringify({ ...own, ...changes }));
  }
  for (const [section, members] of Object.entries({ dimensions, facts })) {
    for (const [model, added] of Object.entries(members)) {
      const path = `models/${model}.yaml`;
      const definition: Record<string, Record<string, unknown>> = parse(all.get(path) ?? '');
      all.set(path, stringify({ ...definition, [section]: { ...definition[section], ...added } }));
    }
  }
  return all;
}
