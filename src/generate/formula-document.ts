/** `docs/formulas.md`, from the tables of what formulas can say. */
import { AGGREGATE_TABLE } from '../formula/aggregate-table.ts';
import {
  ATTRIBUTE_FUNCTIONS,
  CALENDAR_GROUP,
  CHILD_AGGREGATE,
  EDGE_FUNCTIONS,
  FILTER_FUNCTIONS,
  GROUP_FUNCTIONS,
  type LanguageFeature,
  METRIC_FUNCTIONS,
  PER_CLAUSE,
  ROW_CHOICES,
  WINDOW_FUNCTIONS,
} from '../formula/beyond-group.ts';
import {
  type FormulaFunction,
  FUNCTION_TABLE,
  type FunctionExample,
  type FunctionTopic,
} from '../formula/function-table.ts';
import {
  CASE_ENTRY,
  type DescribedOperator,
  LITERAL_TABLE,
  OPERATOR_TABLE,
} from '../formula/operator-table.ts';
import {
  AGAIN,
  AGAIN_RULES,
  AGGREGATES,
  ATTRIBUTE_RULES,
  ATTRIBUTES,
  CHOICE_RULES,
  CHOSEN_ROWS,
  FILTER_RULES,
  FILTERS,
  GROUP_RULES,
  GROUPS,
  INTRODUCTION,
  METRICS,
  NULLS,
  OPERATORS,
  ROW_FORMULAS,
  TYPES,
  WINDOW_LENGTHS,
  WINDOWS,
} from './formula-prose.ts';

const TOPICS: readonly FunctionTopic[] = ['Numbers', 'Choosing a value', 'Texts', 'Times'];

/** The whole page. */
export function writeFormulaDocument(): string {
  const sections = [
    INTRODUCTION,
    AGGREGATES,
    writeAggregates(),
    METRICS,
    ROW_FORMULAS,
    '### Constants',
    writeOperators(LITERAL_TABLE),
    OPERATORS,
    writeOperators(OPERATOR_TABLE.flat()),
    ...TOPICS.flatMap(writeTopic),
    TYPES,
    NULLS,
    WINDOWS,
    writeFeatures(WINDOW_FUNCTIONS.map((name) => METRIC_FUNCTIONS[name])),
    WINDOW_LENGTHS,
    GROUPS,
    writeFeatures(GROUP_FUNCTIONS.map((name) => METRIC_FUNCTIONS[name])),
    GROUP_RULES,
    FILTERS,
    writeFeatures(FILTER_FUNCTIONS.map((name) => METRIC_FUNCTIONS[name])),
    FILTER_RULES,
    AGAIN,
    writeFeatures([PER_CLAUSE, CALENDAR_GROUP, ...Object.values(EDGE_FUNCTIONS)]),
    AGAIN_RULES,
    CHOSEN_ROWS,
    writeFeatures(Object.values(ROW_CHOICES)),
    CHOICE_RULES,
    ATTRIBUTES,
    writeFeatures([CHILD_AGGREGATE, ...Object.values(ATTRIBUTE_FUNCTIONS)]),
    ATTRIBUTE_RULES,
  ];
  return `${sections.join('\n\n')}\n`;
}

function writeAggregates(): string {
  const rows = Object.values(AGGREGATE_TABLE).map(({ signature, takes, gives, description, example }) => {
    return [code(signature), takes, gives, description, writeExample(example)];
  });
  return writeTable(['aggregate', 'takes', 'gives', 'what', 'over 1, 2, 2, 7, null'], rows);
}

function writeTopic(topic: FunctionTopic): readonly string[] {
  const own = topic === 'Choosing a value' ? [writeOperators([CASE_ENTRY])] : [];
  const functions = FUNCTION_TABLE.filter((known) => known.topic === topic);
  return [`### ${topic}`, ...own, ...functions.map(writeFunction)];
}

function writeFunction({ name, signature, result, description, nulls, examples }: FormulaFunction): string {
  const behaviour = nulls ?? 'Null if any argument is null.';
  const list = examples.map((example) => `- ${writeExample(example)}`).join('\n');
  return `**${code(`${name}${signature}`)}** → ${result}. ${description} ${behaviour}\n\n${list}`;
}

function writeOperators(operators: readonly DescribedOperator[]): string {
  const rows = operators.map(({ written, description, examples }) => {
    return [code(written), description, examples.map(writeExample).join('<br>')];
  });
  return writeTable(['written', 'what', 'for example'], rows);
}

function writeFeatures(features: readonly LanguageFeature[]): string {
  const rows = features.map(({ feature, example, description }) => [feature, code(example), description]);
  return writeTable(['what', 'for example', 'meaning'], rows);
}

function writeExample([formula, result]: FunctionExample): string {
  return `${code(formula)} is ${code(writeResult(result))}`;
}

/** Texts in quotes; the digits of exact numbers and times as they are. */
function writeResult(result: FunctionExample[1]): string {
  if (typeof result !== 'string' || /^-?\d/.test(result)) return String(result);
  return `'${result.replaceAll("'", "''")}'`;
}

function writeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(escapeCell))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
