/**
 * JSON from outside, without the ways in which `JSON.parse` quietly changes what was written (numbers that do
 * not fit a double) and without what hurts those who read it later (prototype keys, bottomless nesting).
 */
import { SemanticError } from '../errors/semantic-error.ts';

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|[[\]{}]/gs;
const EXACT_DIGITS = 15;
const MOST_LEVELS = 64;

/**
 * @throws SemanticError HTTP_BODY_INVALID
 */
export function parseJsonBody(text: string): unknown {
  let depth = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    else if (!token.startsWith('"') && losesDigits(token))
      throw bodyError(`Write ${shorten(token)} as a string: as a JSON number it would lose digits.`);
    if (depth > MOST_LEVELS) throw bodyError(`It nests at most ${MOST_LEVELS} levels.`);
  }
  return parse(text);
}

/** Whether a number token has more digits than a double is sure to keep. */
export function losesDigits(token: string): boolean {
  const [mantissa = ''] = token.toLowerCase().split('e');
  const digits = mantissa.replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
  return digits.length > EXACT_DIGITS || !Number.isFinite(Number(token));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, refusePrototypeKeys);
  } catch (error) {
    if (error instanceof SemanticError) throw error;
    throw bodyError(undefined);
  }
}

function refusePrototypeKeys(key: string, value: unknown): unknown {
  if (key === '__proto__') throw bodyError('The key "__proto__" is not allowed.');
  return value;
}

function bodyError(hint: string | undefined): SemanticError {
  return new SemanticError('HTTP_BODY_INVALID', {}, { hint });
}

function shorten(token: string): string {
  return token.length <= 40 ? token : `${token.slice(0, 40)}…`;
}
