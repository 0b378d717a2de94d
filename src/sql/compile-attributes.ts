/** Attributes in two steps each: the rows that are looked at, all that are in scope, and a value for each key. */
import type { PlanNode } from '../planner/node.ts';
import { inputsOf } from '../planner/node.ts';
import { type AttributeRows, isRowPlace, type RowPlace } from '../planner/nodes/relation.ts';
import { compileAggregate } from './compile-aggregate.ts';
import { byCodePoint } from './compile-cast.ts';
import { compileChoice } from './compile-chosen-rows.ts';
import type { ExpressionContext } from './compile-expression.ts';
import type { Step } from './compile-fill.ts';
import { compileRowValues, compileVersionsUnder } from './compile-leg.ts';
import { lines, own } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';
import { attributeRowsStep, attributeStep } from './step-names.ts';

const ALL_ROWS = sql`/* All rows in scope that the attribute looks at, whatever the query asks for. */\n    select`;

/** The steps of every attribute under a node, each once and after those that it rests on. */
export function compileAttributes(roots: readonly PlanNode[], context: ExpressionContext): readonly Step[] {
  const found = new Map<string, AttributeRows>();
  const visit = (node: PlanNode): void => {
    for (const input of inputsOf(node)) visit(input);
    if (node.kind === 'attribute_rows' && !found.has(node.name)) found.set(node.name, node);
  };
  roots.forEach(visit);
  return [...found.values()].flatMap((rows) => [
    ...compileVersionsUnder(rows.input, attributeStep(rows), context),
    {
      name: attributeRowsStep(rows),
      body: compileRowValues({ ...rows, name: attributeStep(rows) }, context, ALL_ROWS),
    },
    ...compileRowsChosen(rows),
    { name: attributeStep(rows), body: compileValues(rows) },
  ]);
}

/** No step where all rows are meant. */
function compileRowsChosen(rows: AttributeRows): readonly Step[] {
  const { choice, columns } = rows;
  if (!choice) return [];
  const from = attributeRowsStep(rows);
  return compileChoice(
    { ...choice, buckets: [], where: null },
    { columns: columns.map(({ name }) => name), from, placed: `${from}, placed`, chosen: chosenStep(rows) },
  );
}

function chosenStep(rows: AttributeRows): string {
  return `${attributeRowsStep(rows)}, chosen`;
}

function compileValues(rows: AttributeRows): Sql {
  const { keys, value } = rows;
  const columns = keys.map(({ name }) => own(name));
  const from = sql`from ${own(rows.choice ? chosenStep(rows) : attributeRowsStep(rows))}`;
  if (isRowPlace(value))
    return sql`    /* What each row sees along those that are like it. */
    select
      ${lines([...columns, sql`${compilePlace(value)} as ${own(value.name)}`])}
    ${from}`;
  return sql`    /* One value a key. */
    select
      ${lines([...columns, sql`${compileAggregate(value)} as ${own(value.name)}`])}
    ${from}
    group by ${sql.join(columns)}`;
}

function compilePlace({ previous, by, order }: RowPlace): Sql {
  const partition = sql.join(by.map(({ name }) => own(name)));
  const sorted = sql.join(order.map(({ name, type }) => sql`${byCodePoint(own(name), type)} asc`));
  const read = previous ? sql`lag(${own(previous.name)})` : sql`row_number()`;
  return sql`${read} over (partition by ${partition} order by ${sorted})`;
}
