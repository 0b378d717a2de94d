/** The numbers that `vitrine diff --data --json` wrote into a file, as what a release keeps of them. */
import { readFile } from 'node:fs/promises';
import Type, { type Static, type TSchema } from 'typebox';
import { DAY_PATTERN } from '../definitions/common-schema.ts';
import { compileValidator } from '../serving/schema-validator.ts';
import type { Measurement } from '../versions/release-metrics.ts';
import { usageError } from './usage-error.ts';

const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const count = () => Type.Integer({ minimum: 0 });
const day = () => nullable(Type.String({ pattern: DAY_PATTERN }));

const VersionSchema = Type.Object({ hash: Type.String() });

const MetricSchema = Type.Object({
  metric: Type.String(),
  before: VersionSchema,
  after: VersionSchema,
  tenants_compared: count(),
  tenants_moved: count(),
  change_ratio: nullable(Type.Object({ least: Type.Number(), greatest: Type.Number() })),
});

const DiffSchema = Type.Object({
  base: Type.Object({ commit: Type.String({ pattern: '^[0-9a-f]{40,64}$' }) }),
  numbers: Type.Object({
    grain: Type.String({ minLength: 1, maxLength: 63 }),
    from: day(),
    to: day(),
    metrics: Type.Array(MetricSchema),
  }),
});

const readDiff = compileValidator(DiffSchema);

/** By metric; one that no tenant was compared for is left out. @throws SemanticError CLI_USAGE */
export async function readMeasured(file: string): Promise<ReadonlyMap<string, Measurement>> {
  const { base, numbers } = await readFileOf(file);
  const { grain, from, to, metrics } = numbers;
  const compared = metrics.filter(({ tenants_compared: tenants }) => tenants > 0);
  return new Map(
    compared.map((metric) => {
      const ratio = metric.change_ratio;
      const effect = {
        base: base.commit,
        grain,
        from,
        to,
        tenants: metric.tenants_compared,
        tenants_moved: metric.tenants_moved,
        ...(ratio === null ? {} : { change_ratio: { least: ratio.least, greatest: ratio.greatest } }),
      };
      return [metric.metric, { before: metric.before.hash, after: metric.after.hash, effect }] as const;
    }),
  );
}

async function readFileOf(file: string): Promise<Static<typeof DiffSchema>> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw usageError(`The file ${file} cannot be read`);
  });
  try {
    return readDiff(JSON.parse(text));
  } catch {
    throw usageError(`The file ${file} is not what "vitrine diff --data --json" writes`);
  }
}
