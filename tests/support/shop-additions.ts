/** Metrics and dimensions that a test adds to the fixture shop's definitions, as texts of project files. */
import { readFileSync } from 'node:fs';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { parse, stringify } from 'yaml';

const strict = { additionalProperties: false } as const;

const MembersSchema = Type.Record(
  Type.String(),
  Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())),
);

/** Longer additions that several cases share, beside the fixture. */
const SHARED = new URL('../fixtures/shop/', import.meta.url);

const additions = {
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
  /** Bridges by model and name, as models have them. */
  bridges: Type.Optional(
    Type.Record(Type.String(), Type.Record(Type.String(), Type.Record(Type.String(), Type.String()))),
  ),
  /** Whole files by their paths in the project. */
  files: Type.Optional(Type.Record(Type.String(), Type.String())),
};

const SharedSchema = Type.Object(additions, strict);
const shared = Compile(SharedSchema);

export const ShopAdditionsSchema = Type.Object(
  {
    ...additions,
    /** The name of further additions, which stand in a file of their own: `tags`. */
    also: Type.Optional(Type.String()),
  },
  strict,
);

export type ShopAdditions = Static<typeof ShopAdditionsSchema>;

/** The shop's files with the additions among them. */
export function addToFiles(
  files: ReadonlyMap<string, string>,
  { also, ...own }: ShopAdditions,
): ReadonlyMap<string, string> {
  return addAll(also === undefined ? files : addAll(files, readShared(also)), own);
}

function readShared(name: string): Static<typeof SharedSchema> {
  const found: unknown = parse(readFileSync(new URL(`${name}.yaml`, SHARED), 'utf8'));
  if (!shared.Check(found)) throw new Error(`${name}.yaml has no additions to the shop`);
  return found;
}

function addAll(
  files: ReadonlyMap<string, string>,
  {
    metrics = {},
    models = {},
    dimensions = {},
    facts = {},
    calendars,
    week_starts: weekStarts,
    project = {},
    bridges = {},
    files: whole = {},
  }: Static<typeof SharedSchema>,
): ReadonlyMap<string, string> {
  const all = new Map([...files, ...Object.entries(whole)]);
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
  for (const [model, added] of Object.entries(bridges)) {
    const path = `models/${model}.yaml`;
    const definition: object = parse(all.get(path) ?? '');
    all.set(path, stringify({ ...definition, bridges: added }));
  }
  return all;
}
