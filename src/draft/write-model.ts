/** A draft as the text of its file: made to be read and gone on with. */
import { assertNever } from '../base/assert-never.ts';
import { sourceKey } from '../tenancy/scope.ts';
import type { JoinDraft, MemberDraft, ModelDraft, TenantDraft } from './model-draft.ts';
import { writeComment, writeList, writeMap, writeScalar, writeText } from './yaml-text.ts';

const WIDTH = 100;

/** `schema` is where the JSON Schema is, from the file's folder or as an address; `owner` may be left open. */
export function writeModel(
  draft: ModelDraft,
  { schema, owner }: { readonly schema: string; readonly owner: string | null },
): string {
  const { name, source, description, primaryKey, uniqueKeys, time } = draft;
  const lines = [
    `# yaml-language-server: $schema=${schema}`,
    `model: ${name}`,
    ...(description === null ? [] : [`description: ${writeText(description)}`]),
    `source: ${writeScalar(sourceKey(source))}`,
    ...(owner === null ? [] : [`owner: ${writeText(owner)}`]),
    ...(primaryKey.length === 0 ? [] : [`primary_key: ${writeKey(primaryKey)}`]),
    ...(uniqueKeys.length === 0 ? [] : [`unique_keys: [${uniqueKeys.map(writeList).join(', ')}]`]),
    ...writeTenant(draft.tenant, draft.joins),
    ...(time === null ? [] : [`time: ${time.member}  ${writeComment(time.reason)}`]),
    ...writeSection('joins', draft.joins, (join) => [`  ${join.name}: ${writeJoin(join)}`]),
    ...writeSection('dimensions', draft.dimensions, writeMember),
    ...writeSection('facts', draft.facts, writeMember),
    ...(draft.notes.length === 0 ? [] : ['', ...draft.notes.map(writeComment)]),
  ];
  return `${lines.join('\n')}\n`;
}

function writeKey(columns: readonly string[]): string {
  const [only = '', ...others] = columns;
  return others.length === 0 ? writeScalar(only) : writeList(columns);
}

/** What nobody can guess is left open: `check` refuses the line until it is filled in. */
function writeTenant(tenant: TenantDraft, joins: readonly JoinDraft[]): readonly string[] {
  switch (tenant.kind) {
    case 'column':
      return [
        `tenant: ${tenant.column === 'shared' ? writeMap([['column', 'shared']]) : writeScalar(tenant.column)}`,
      ];
    case 'join':
      return [`tenant: ${writeMap([['join', tenant.join]])}`];
    case 'shared':
      return ['tenant: shared'];
    case 'unknown': {
      const [first] = joins;
      const parent = first === undefined ? '{ join: … }' : `{ join: ${first.name} }`;
      return [
        writeComment(
          `Whose rows are these? Fill in the column that says so; or ${parent}, if a parent does;`,
        ),
        writeComment(
          'or shared, if every tenant may see all of them. Until then, vitrine check refuses this file.',
        ),
        'tenant:',
      ];
    }
    default:
      return assertNever(tenant);
  }
}

function writeJoin({ target, on }: JoinDraft): string {
  const pairs = on.map(([column, other]) => [writeScalar(column), writeScalar(other)] as const);
  return writeMap([
    ['model', target],
    ['on', writeMap(pairs)],
  ]);
}

function writeSection<Item>(
  key: string,
  items: readonly Item[],
  write: (item: Item) => readonly string[],
): readonly string[] {
  return items.length === 0 ? [] : [`${key}:`, ...items.flatMap(write)];
}

function writeMember({ name, type, column, zone, values, description }: MemberDraft): readonly string[] {
  const entries: (readonly [string, string])[] = [
    ['type', type],
    ...(column === null ? [] : [['column', writeScalar(column)] as const]),
    ...(zone === null ? [] : [['zone', writeScalar(zone)] as const]),
    ...(values === null ? [] : [['values', writeList(values)] as const]),
  ];
  const note =
    zone === null ? '' : `  ${writeComment('the column has no zone: check by which clock it was written')}`;
  const line = `  ${name}: ${writeMap(entries)}${note}`;
  if (description === null && line.length <= WIDTH + note.length) return [line];
  const block = entries.map(([key, value]) => `    ${key}: ${value}${key === 'zone' ? note : ''}`);
  const told = description === null ? [] : [`    description: ${writeText(description)}`];
  return [`  ${name}:`, ...block, ...told];
}
