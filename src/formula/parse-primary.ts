/** The tightest level of the grammar: literals, names, calls, `case`, parentheses. */
import { FormulaFault, type Span } from './formula-fault.ts';
import { beginsTrailingClause, parseLeadingClause, parseTrailingClause } from './parse-clause.ts';
import { isTimeLiteral, parseTimeLiteral } from './parse-time-literal.ts';
import type {
  CallSyntax,
  ClauseSyntax,
  DurationSyntax,
  LiteralSyntax,
  NameSyntax,
  Syntax,
} from './syntax.ts';
import type { TokenReader } from './token-reader.ts';
import type { Token } from './tokenize.ts';
import { unitsAsTexts } from './unit-arguments.ts';
import { readUnitName } from './units-of-time.ts';

/** What this level needs of those above it. */
export interface ExpressionParser {
  readonly reader: TokenReader;
  parseExpression(): Syntax;
}

/** @throws FormulaFault FORMULA_UNEXPECTED_TOKEN */
export function parsePrimary(parser: ExpressionParser): Syntax {
  const { reader } = parser;
  const token = reader.current;
  if (reader.accept('symbol', '(')) {
    const inner = parser.parseExpression();
    reader.expect('symbol', ')');
    const span = reader.spanFrom(token.span);
    const filter = parseFilter(parser);
    if (filter) throw new FormulaFault('FORMULA_FILTER_PLACE', {}, { span: filter.span });
    return { ...inner, span };
  }
  if (isDuration(reader)) return parseDuration(reader);
  if (token.kind === 'number' || token.kind === 'string') return literal(reader.take());
  if (reader.is('keyword', 'true', 'false', 'null')) return literal(reader.take());
  if (reader.is('keyword', 'case')) return parseCase(parser);
  if (token.kind !== 'name') return reader.fail('a name, a number, a string or "("');
  if (isTimeLiteral(reader)) return parseTimeLiteral(reader);
  if (reader.next.kind === 'symbol' && reader.next.text === '(') return parseCall(parser);
  const name = parseName(parser);
  const filter = parseFilter(parser);
  if (!filter) return name;
  return { ...name, filter: filter.condition, filterSpan: filter.span, span: reader.spanFrom(name.span) };
}

/** A number and a word: which words are units of time is for the types to say. */
function isDuration({ current, next }: TokenReader): boolean {
  return current.kind === 'number' && next.kind === 'name' && !beginsTrailingClause(next);
}

function parseDuration(reader: TokenReader): DurationSyntax {
  if (!/^[1-9]\d{0,5}$/.test(reader.current.text)) reader.fail('a whole number of units from 1 to 999999');
  const count = reader.take();
  const words = [reader.take().text];
  while (reader.accept('symbol', '.'))
    words.push(reader.current.kind === 'name' ? reader.take().text : reader.fail('a name'));
  const unit = readUnitName(words.join('.'));
  return { kind: 'duration', count: count.text, unit, span: reader.spanFrom(count.span) };
}

function literal(token: Token): LiteralSyntax {
  const base = { kind: 'literal', span: token.span } as const;
  if (token.kind === 'number')
    return { ...base, type: token.text.includes('.') ? 'decimal' : 'integer', value: token.text };
  if (token.kind === 'string') return { ...base, type: 'string', value: token.text };
  if (token.text === 'null') return { ...base, type: 'null', value: null };
  return { ...base, type: 'boolean', value: token.text === 'true' };
}

function parseName({ reader }: ExpressionParser): NameSyntax {
  if (reader.current.kind !== 'name') reader.fail('a name');
  const first = reader.take();
  const segments = [first.text];
  while (reader.accept('symbol', '.')) {
    if (reader.current.kind !== 'name' && reader.current.kind !== 'keyword')
      reader.fail('a name after the dot');
    segments.push(reader.take().text);
  }
  let version: number | null = null;
  if (reader.accept('symbol', '@')) {
    const { kind, text } = reader.current;
    if (kind !== 'number' || !/^[1-9]\d{0,8}$/.test(text))
      reader.fail('a version after "@", such as revenue@2');
    version = Number(reader.take().text);
  }
  const span = reader.spanFrom(first.span);
  return { kind: 'name', segments, version, filter: null, filterSpan: null, span };
}

function parseCall(parser: ExpressionParser): CallSyntax {
  const { reader } = parser;
  const name = reader.take();
  reader.expect('symbol', '(');
  if (reader.is('keyword', 'distinct')) reader.fail('an expression', `Write ${name.text}_distinct(…).`);
  if (reader.is('symbol', '*'))
    reader.fail('an expression', 'Name the model whose rows to count: count(orders).');
  const { operands, clause } = parseArguments(parser);
  reader.expect('symbol', ')');
  const span = reader.spanFrom(name.span);
  const call = {
    kind: 'call',
    name: name.text.toLowerCase(),
    operands: unitsAsTexts(name.text, operands),
    clause,
    span,
  } as const;
  const filter = parseFilter(parser);
  if (!filter) return { ...call, filter: null, filterSpan: null };
  return { ...call, filter: filter.condition, filterSpan: filter.span, span: reader.spanFrom(name.span) };
}

function parseArguments(parser: ExpressionParser): {
  operands: readonly Syntax[];
  clause: ClauseSyntax | null;
} {
  const { reader } = parser;
  const operands: Syntax[] = [];
  let clause: ClauseSyntax | null = null;
  if (reader.is('symbol', ')')) return { operands, clause };
  const name = (): NameSyntax => parseName(parser);
  do {
    const leading: ClauseSyntax | null = clause ? null : parseLeadingClause(reader, name);
    if (!leading) operands.push(parser.parseExpression());
    clause ??= leading ?? parseTrailingClause(reader, name);
  } while (reader.accept('symbol', ','));
  return { operands, clause };
}

/** `filter (where …)`, wherever it stands; whether it may is for the types to say. */
function parseFilter(parser: ExpressionParser): { condition: Syntax; span: Span } | null {
  const { reader } = parser;
  const word = reader.accept('keyword', 'filter');
  if (!word) return null;
  reader.expect('symbol', '(');
  reader.expect('keyword', 'where');
  const condition = parser.parseExpression();
  reader.expect('symbol', ')');
  return { condition, span: reader.spanFrom(word.span) };
}

function parseCase(parser: ExpressionParser): Syntax {
  const { reader } = parser;
  const word = reader.take();
  if (!reader.is('keyword', 'when')) reader.fail('"when"', 'Write case when … then … else … end.');
  const operands: Syntax[] = [];
  while (reader.accept('keyword', 'when')) {
    operands.push(parser.parseExpression());
    reader.expect('keyword', 'then');
    operands.push(parser.parseExpression());
  }
  const otherwise = reader.accept('keyword', 'else');
  if (otherwise) operands.push(parser.parseExpression());
  else operands.push({ kind: 'literal', type: 'null', value: null, span: reader.current.span });
  reader.expect('keyword', 'end');
  return { kind: 'operation', operator: 'case', operands, span: reader.spanFrom(word.span) };
}
