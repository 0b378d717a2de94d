/**
 * Query strings, strictly: no duplicates, no arrays, no brackets, no broken percent-encoding. A parameter that
 * is read differently from how it was meant would change the question, so it is refused instead.
 */
import { SemanticError } from '../errors/semantic-error.ts';

/**
 * The parameters of a raw query string (without `?`), by name.
 * @throws SemanticError HTTP_PARAMETER
 */
export function parseQueryString(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  if (text === '') return parameters;
  for (const piece of text.split('&')) {
    const equals = piece.indexOf('=');
    const name = decode(equals < 0 ? piece : piece.slice(0, equals), null);
    const value = decode(equals < 0 ? '' : piece.slice(equals + 1), name);
    if (name === '') throw parameterError('', 'has no name');
    if (parameters.has(name)) throw parameterError(name, 'is given twice');
    parameters.set(name, value);
  }
  return parameters;
}

/** The part of a request target behind the first `?`. */
export function queryStringOf(target: string): string {
  const mark = target.indexOf('?');
  return mark < 0 ? '' : target.slice(mark + 1);
}

/** A fault of the query parameter `name`. */
export function parameterError(name: string, problem: string, hint?: string): SemanticError {
  return new SemanticError('HTTP_PARAMETER', { name, problem }, { path: `?${name}`, hint });
}

function decode(text: string, name: string | null): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw parameterError(name ?? text, 'is not percent-encoded UTF-8');
  }
}
