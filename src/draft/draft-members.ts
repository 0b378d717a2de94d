/** Columns → dimensions and facts, by their types. Keys are members without being declared. */
import type { PhysicalColumn, PhysicalTable } from '../warehouse/physical-table.ts';
import { chooseFree, toName } from './choose-name.ts';
import type { MemberDraft } from './model-draft.ts';

export interface MemberDrafts {
  readonly dimensions: readonly MemberDraft[];
  readonly facts: readonly MemberDraft[];
  readonly notes: readonly string[];
}

/** Columns of loading tools, which say when a row arrived and not when something happened. */
const LOADED =
  /^(_?(loaded|ingested|inserted|synced|extracted|etl_loaded|dw_loaded)_at|_fivetran_synced|_airbyte_\w+_at)$/i;
const KEY_LIKE = /(^|_)(id|uuid|key)$|[a-z](Id|ID|Uuid|UUID)$/;

export interface MemberSurroundings {
  /** Columns that keys, joins or the tenant rule name. */
  readonly keys: ReadonlySet<string>;
  /** Columns of which it is said elsewhere why they are no join. */
  readonly noted: ReadonlySet<string>;
  readonly zone: string;
}

export function draftMembers(
  { columns }: PhysicalTable,
  { keys, noted, zone }: MemberSurroundings,
): MemberDrafts {
  const dimensions: MemberDraft[] = [];
  const facts: MemberDraft[] = [];
  const left = { types: [] as string[], keys: [] as string[], names: [] as string[] };
  const notes: string[] = [];
  const taken = new Set<string>(keys);
  for (const column of columns.values()) {
    const { name: physical } = column;
    if (keys.has(physical)) continue;
    if (LOADED.test(physical)) notes.push(describeLoaded(physical));
    else if (/[\p{Cc}\p{Surrogate}]/u.test(physical)) left.names.push(physical);
    else if (looksLikeKey(column)) {
      if (!noted.has(physical)) left.keys.push(physical);
    } else {
      const form = formOf(column);
      if (form === null) left.types.push(`${physical} (${column.type})`);
      else {
        const member = draftMember(column, { type: form.type, zone, taken });
        (form.isFact ? facts : dimensions).push(member);
      }
    }
  }
  return { dimensions, facts, notes: [...describeLeft(left), ...notes] };
}

function draftMember(
  { name: physical, family, labels, comment }: PhysicalColumn,
  { type, zone, taken }: { readonly type: string; readonly zone: string; readonly taken: Set<string> },
): MemberDraft {
  const name = chooseFree([toName(physical, 'column')], (wish) => taken.has(wish));
  taken.add(name);
  const values = labels?.every((label) => label !== '') ? labels : null;
  return {
    name,
    type,
    column: name === physical ? null : physical,
    zone: family === 'timestamp' ? zone : null,
    values,
    description: comment === null || comment.trim() === '' ? null : comment,
  };
}

/** `null` for what definitions have no type for. */
function formOf({ family, scale }: PhysicalColumn): { type: string; isFact: boolean } | null {
  switch (family) {
    case 'text':
    case 'char':
    case 'caseless_text':
    case 'enum':
    case 'uuid':
    case 'network':
      return { type: 'string', isFact: false };
    case 'boolean':
      return { type: 'boolean', isFact: false };
    case 'integer':
      return { type: 'integer', isFact: true };
    case 'numeric':
      return { type: scale !== null && scale <= 0 ? 'integer' : 'decimal', isFact: true };
    case 'money':
      return { type: 'decimal', isFact: true };
    case 'float':
      return { type: 'float', isFact: true };
    case 'date':
      return { type: 'date', isFact: false };
    case 'timestamptz':
    case 'timestamp':
      return { type: 'time', isFact: false };
    case 'time_of_day':
    case 'interval':
    case 'array':
    case 'other':
      return null;
  }
}

function looksLikeKey({ name, family }: PhysicalColumn): boolean {
  return (family === 'integer' || family === 'uuid') && KEY_LIKE.test(name);
}

function describeLoaded(column: string): string {
  return `${column} may say how fresh the rows are; if so: refresh: { every: 1 hour, watermark: ${column} }`;
}

function describeLeft(left: {
  readonly types: readonly string[];
  readonly keys: readonly string[];
  readonly names: readonly string[];
}): readonly string[] {
  const notes: string[] = [];
  if (left.types.length > 0)
    notes.push(
      `Left out: ${left.types.join(', ')}. There is no type for these; a view can give what is in them.`,
    );
  if (left.keys.length > 0)
    notes.push(`Left out: ${left.keys.join(', ')}. By name they are keys; a join needs a model to lead to.`);
  if (left.names.length > 0) notes.push(`Left out: ${left.names.join(', ')}. Their names cannot be written.`);
  return notes;
}
