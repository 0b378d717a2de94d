/** The columns that members and the watermark name: they exist, and their declared types lose nothing. */
import { sayCount } from '../base/say-count.ts';
import type { Member, Model } from '../catalog/catalog.ts';
import { isFrozenName } from '../catalog/frozen-name.ts';
import type { DataPath } from '../definitions/definition-types.ts';
import type { ColumnTest } from '../sql/inspection.ts';
import type { PhysicalColumn } from '../warehouse/physical-table.ts';
import { readCount } from '../warehouse/read-physical-tables.ts';
import { type Fit, fitType } from './fit-type.ts';
import { type ModelContext, requireColumn } from './proof-context.ts';

/** What one count will decide. */
interface Question {
  readonly test: ColumnTest;
  /** Takes the number of rows that the test holds for. */
  readonly answer: (rows: number) => void;
}

/** Returns the number of rows of the table. */
export async function proveColumns(context: ModelContext): Promise<number> {
  const questions = [...context.model.members.values()]
    // What old versions alone have is declared nowhere.
    .filter(({ name }) => !isFrozenName(name))
    .flatMap((member) => questionMember(member, context));
  checkWatermark(context);
  const tests = questions.map(({ test }) => test);
  const rows = await context.inspect({ kind: 'column_counts', source: context.table.source, tests });
  questions.forEach(({ answer }, index) => answer(readCount(rows, index + 1)));
  return readCount(rows);
}

function questionMember(member: Member, context: ModelContext): readonly Question[] {
  const { value } = member;
  // Columns of undeclared keys are looked for where the keys and joins are.
  if (member.kind === 'key' || value.kind !== 'column') return [];
  const { findings, file, table, catalog } = context;
  const path: DataPath = [member.kind === 'fact' ? 'facts' : 'dimensions', member.name];
  const column = requireColumn(table, value.column, { findings, place: file.place([...path, 'column']) });
  if (column === null) return [];
  const fit = fitType(member.type, column, { zone: value.zone, projectZone: catalog.project.zone });
  return [
    ...questionFit(fit, { member, column, context, path: [...path, 'type'] }),
    ...questionValues(member, { column, context, path: [...path, 'values'] }),
  ];
}

interface MemberColumn {
  readonly column: PhysicalColumn;
  readonly context: ModelContext;
  readonly path: DataPath;
}

function questionFit(fit: Fit, asked: MemberColumn & { readonly member: Member }): readonly Question[] {
  if (fit.kind === 'fits') return [];
  if (fit.kind !== 'depends') {
    tell(fit.kind === 'lost' ? 'error' : 'warning', fit, asked);
    return [];
  }
  const { column } = asked;
  let left = fit.tests.length;
  let isLost = false;
  return fit.tests.map(({ test, reason, hint }) => ({
    test: { column: column.name, test },
    answer: (rows) => {
      left -= 1;
      if (rows > 0) tell('error', { reason: `${reason} (${sayCount(rows, 'row')})`, hint }, asked);
      isLost ||= rows > 0;
      if (left === 0 && !isLost) questionFit(fit.otherwise, asked);
    },
  }));
}

function tell(
  severity: 'error' | 'warning',
  { reason, hint }: { readonly reason: string; readonly hint: string },
  { member, column, context, path }: MemberColumn & { readonly member: Member },
): void {
  const params = { member: member.name, type: member.type, physical: column.type, reason };
  const place = { ...context.file.place(path), hint };
  context.findings.add(severity, 'PROOF_TYPE', { params, place });
}

/** `values:` says that there are no others. */
function questionValues(
  { name, type, values }: Member,
  { column, context, path }: MemberColumn,
): readonly Question[] {
  if (values === null || type !== 'string') return [];
  const unlisted = column.labels?.filter((label) => !values.includes(label));
  if (unlisted?.length === 0) return [];
  const { findings, file } = context;
  return [
    {
      test: { column: column.name, test: 'unlisted', values },
      answer: (rows) => {
        if (rows === 0) return;
        const place = { ...file.place(path), hint: 'List them all, or take values: away.' };
        const params = { member: name, rows: sayCount(rows, 'row') };
        findings.add('warning', 'PROOF_VALUES_UNLISTED', { params, place });
      },
    },
  ];
}

const TEMPORAL = new Set(['date', 'timestamp', 'timestamptz']);

function checkWatermark({ model, file, table, findings }: ModelContext): void {
  const watermark = watermarkOf(model);
  if (watermark === null) return;
  const place = file.place(['refresh', 'watermark']);
  const column = requireColumn(table, watermark, { findings, place });
  if (column === null || TEMPORAL.has(column.family)) return;
  const params = { member: watermark, type: 'watermark', physical: column.type, reason: 'it is no time' };
  const hint = 'Name the column that says when a row was loaded.';
  findings.add('error', 'PROOF_TYPE', { params, place: { ...place, hint } });
}

function watermarkOf({ refresh }: Model): string | null {
  return refresh?.watermark ?? null;
}
