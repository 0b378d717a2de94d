/** Makes a failing question smaller, one piece at a time, for as long as it still fails. */
import { forEachInput } from '../oracle/metric-formula.ts';
import type { Query, Test, Tree } from '../oracle/query.ts';
import { need, type Tables } from '../oracle/schema.ts';
import type { Question } from './question.ts';
import { smallerSchemas } from './reduce-schema.ts';

const MAXIMUM_TRIALS = 1500;

/** The smallest question found for which `fails` still holds. */
export async function reduceQuestion(
  question: Question,
  fails: (smaller: Question) => Promise<boolean>,
): Promise<Question> {
  let trials = 0;
  const findSmaller = async (current: Question): Promise<Question | null> => {
    for (const smaller of smallerQuestions(current)) {
      trials += 1;
      if (trials > MAXIMUM_TRIALS) return null;
      if (await fails(smaller)) return smaller;
    }
    return null;
  };
  let current = question;
  for (let next = await findSmaller(current); next !== null; next = await findSmaller(current))
    current = next;
  return current;
}

function* smallerQuestions(question: Question): Generator<Question> {
  for (const query of smallerQueries(question.query)) yield { ...question, query };
  for (const query of queriesOfInputs(question)) yield { ...question, query };
  for (const tables of smallerTables(question.tables)) yield { ...question, tables };
  for (const schema of smallerSchemas(question)) yield { ...question, schema };
}

function* smallerQueries(query: Query): Generator<Query> {
  const { by = [], time = {}, where = [], having = [], order = [], metrics = [] } = query;
  for (const key of ['compare', 'where', 'having', 'top', 'order', 'limit', 'totals', 'time', 'by'] as const)
    if (query[key] !== undefined) yield without(query, key);
  for (const fewer of withoutOne(metrics)) if (fewer.length > 0) yield { ...query, metrics: fewer };
  for (const fewer of withoutOne(by)) yield { ...query, by: fewer };
  for (const fewer of withoutOne(order)) yield { ...query, order: fewer };
  for (const key of ['grain', 'fill', 'range', 'from', 'to', 'zone'] as const)
    if (time[key] !== undefined) yield { ...query, time: without(time, key) };
  for (const smaller of smallerLists(where)) yield { ...query, where: smaller };
  for (const smaller of smallerLists(having)) yield { ...query, having: smaller };
  if (query.top?.others === true) yield { ...query, top: without(query.top, 'others') };
}

function without<T extends object, Key extends keyof T>(value: T, key: Key): Omit<T, Key> {
  const { [key]: _dropped, ...rest } = value;
  return rest;
}

function* withoutOne<T>(items: readonly T[]): Generator<T[]> {
  for (const place of items.keys()) yield items.toSpliced(place, 1);
}

function* smallerLists<Leaf extends Test>(trees: readonly Tree<Leaf>[]): Generator<Tree<Leaf>[]> {
  yield* withoutOne(trees);
  for (const [place, tree] of trees.entries())
    for (const smaller of smallerTrees(tree)) yield trees.with(place, smaller);
}

function* smallerTrees<Leaf extends Test>(tree: Tree<Leaf>): Generator<Tree<Leaf>> {
  if ('op' in tree) {
    if (tree.op === 'in_range') return;
    for (const values of withoutOne(tree.values ?? [])) if (values.length > 0) yield { ...tree, values };
  } else if ('not' in tree) {
    yield tree.not;
    for (const smaller of smallerTrees(tree.not)) yield { not: smaller };
  } else {
    const parts = 'all' in tree ? tree.all : tree.any;
    yield* parts;
    for (const fewer of smallerLists(parts))
      if (fewer.length > 0) yield 'all' in tree ? { all: fewer } : { any: fewer };
  }
}

/** The query with one of its metrics replaced by one that the metric is made of. */
function* queriesOfInputs({ schema, query }: Question): Generator<Query> {
  const { metrics = [] } = query;
  for (const [place, asked] of metrics.entries()) {
    const inputs: string[] = [];
    const name = typeof asked === 'string' ? asked : asked.metric;
    forEachInput(
      need(schema.metrics, name).formula,
      (input) => input.kind === 'metric' && inputs.push(input.name),
    );
    for (const input of inputs) yield { ...query, metrics: metrics.with(place, input) };
  }
}

/** Half the rows of a table, then single ones. */
function* smallerTables(tables: Tables): Generator<Tables> {
  for (const [name, rows] of tables) {
    const middle = Math.ceil(rows.length / 2);
    if (rows.length > 1)
      for (const half of [rows.slice(0, middle), rows.slice(middle)])
        yield new Map([...tables, [name, half]]);
  }
  for (const [name, rows] of tables)
    for (const fewer of withoutOne(rows)) yield new Map([...tables, [name, fewer]]);
}
