/** `date '2026-01-31'`, `time '2026-01-31T10:00+03:00'`, `local_time '2026-01-31T10:00'`. */
import { Temporal } from 'temporal-polyfill';
import type { LiteralSyntax, OperationSyntax } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

const WORDS = ['date', 'time', 'local_time'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CLOCK = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:[0-5]\d(\.\d{1,6})?)?$/;
const OFFSET = /(Z|[+-]\d{2}:\d{2})$/;

/** The word is a name like any other where no text follows. */
export function isTimeLiteral({ current, next }: TokenReader): boolean {
  return current.kind === 'name' && next.kind === 'string' && wordOf(current.text) !== undefined;
}

/** @throws FormulaFault FORMULA_UNEXPECTED_TOKEN on a day or hour that no calendar has */
export function parseTimeLiteral(reader: TokenReader): LiteralSyntax | OperationSyntax {
  const word = reader.take();
  const kind = wordOf(word.text) ?? 'date';
  const { text } = reader.current;
  const base = { kind: 'literal', span: word.span } as const;
  if (kind === 'date') {
    const value = DAY.test(text) ? readOrNull(() => Temporal.PlainDate.from(text)) : null;
    if (value === null) reader.fail("a day such as '2026-01-31'");
    reader.take();
    return { ...base, type: 'date', value, span: reader.spanFrom(word.span) };
  }
  if (kind === 'time' && OFFSET.test(text)) {
    const clock = CLOCK.test(text.replace(OFFSET, ''));
    const value = clock ? readOrNull(() => Temporal.Instant.from(text)) : null;
    if (value === null) reader.fail("a time such as '2026-01-31T10:00:00+03:00'");
    reader.take();
    return { ...base, type: 'time', value, span: reader.spanFrom(word.span) };
  }
  const value = CLOCK.test(text) ? readOrNull(() => Temporal.PlainDateTime.from(text)) : null;
  if (value === null) reader.fail("a time such as '2026-01-31T10:00:00'");
  reader.take();
  const span = reader.spanFrom(word.span);
  const wall: LiteralSyntax = { ...base, type: 'local_time', value, span };
  return kind === 'local_time' ? wall : { kind: 'operation', operator: 'instant_of', operands: [wall], span };
}

function wordOf(text: string): (typeof WORDS)[number] | undefined {
  return WORDS.find((word) => word === text.toLowerCase());
}

/** In the form of ISO 8601; `null` for what does not exist, or lies before the year 1. */
function readOrNull(read: () => { toString(): string }): string | null {
  try {
    const text = read().toString();
    return /^\d{4}/.test(text) && !text.startsWith('0000') ? text : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
