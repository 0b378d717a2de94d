/** Names that GraphQL would write alike: of metrics as fields, of dimensions, with their grains, as values of enumerations. */
import { GRAINS, isTemporal } from '../../base/value-type.ts';
import { enumName, fieldName } from '../../base/wire-name.ts';
import type { DiagnosticPlace } from '../../errors/diagnostic.ts';
import { PART_NAMES } from '../../formula/parts-of-time.ts';
import { isCurrent } from '../catalog.ts';
import { dimensionNames, findDimension } from '../find-dimension.ts';
import type { BuiltCheck, BuiltCheckContext } from './check.ts';

export const checkWireNames: BuiltCheck = (context, report) => {
  const { catalog, definitions } = context;
  const files = new Map(definitions.metrics.map((file) => [file.value.metric, file]));
  const metrics = [...catalog.metrics.values()].filter(isCurrent).map(({ name }) => name);
  for (const { one, other, wire } of findAlike(metrics, fieldName)) {
    const file = files.get(other);
    if (file) report.add('DEF_NAMES_COLLIDE', { one, other, wire }, file.place(['metric']));
  }
  const columns = columnsOf(context);
  const alike = [...findAlike(columns, enumName), ...findAlike([...ROW_FIELDS, ...columns], fieldName)];
  // What is alike in both ways is one fault.
  const known = new Set<string>();
  for (const { one, other, wire } of alike) {
    const place = placeOf(other, context);
    if (place && !known.has(other)) report.add('DEF_NAMES_COLLIDE', { one, other, wire }, place);
    known.add(other);
  }
};

/** What every row may have beside what it is grouped by. */
const ROW_FIELDS = ['time', 'others', 'value', 'previous', 'change', 'change_ratio'];

interface Alike {
  readonly one: string;
  readonly other: string;
  readonly wire: string;
}

function findAlike(names: readonly string[], write: (name: string) => string): readonly Alike[] {
  const known = new Map<string, string>();
  return names.flatMap((other) => {
    const wire = write(other);
    const one = known.get(wire);
    if (one !== undefined && one !== other) return [{ one, other, wire }];
    known.set(wire, other);
    return [];
  });
}

/** As queries write them in `by`. */
function columnsOf({ catalog }: BuiltCheckContext): readonly string[] {
  const names = [...new Set(dimensionNames(catalog))];
  const own = [...catalog.project.calendars].flatMap(([calendar, days]) =>
    days.kind === 'days' ? days.grains.map((grain) => `${calendar}.${grain}`) : [],
  );
  // Grains that are written alike are a fault of the calendar, which is told there.
  const known = new Set([...GRAINS, ...PART_NAMES].map(enumName));
  const suffixes = [...GRAINS, ...PART_NAMES, ...own.filter((grain) => !known.has(enumName(grain)))];
  const cut = names.flatMap((name) => {
    const type = findDimension(name, catalog)?.member.type;
    return type !== undefined && isTemporal(type) ? suffixes.map((suffix) => `${name}:${suffix}`) : [];
  });
  // A name that somebody chose is the one to choose again.
  return [...cut, ...names];
}

function placeOf(column: string, { catalog, definitions }: BuiltCheckContext): DiagnosticPlace | undefined {
  const [name = ''] = column.split(':');
  const found = findDimension(name, catalog);
  const file = definitions.models.find(({ value }) => value.model === found?.model);
  return file?.place(['dimensions', found?.member.name ?? '']);
}
