/** Pieces of YAML as a person would write them. */

/** Starts like a word, and holds nothing that YAML reads as structure, in a flow as well. */
const PLAIN = /^[\p{L}_](?:[\p{L}\p{N} _./@-]*[\p{L}\p{N}_./@-])?$/u;
/** Words that some reader of YAML takes for something else than text. */
const WORDS = /^(true|false|null|yes|no|on|off|y|n|nan|inf)$/i;

/** A text as a scalar: plain where that is safe, else in double quotes. */
export function writeScalar(text: string): string {
  return PLAIN.test(text) && !WORDS.test(text) ? text : quote(text);
}

/** A description as a scalar: commas and the like are common in it, and harmless outside of flows. */
export function writeText(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const isPlain = /^\p{L}[^:#\\"]*$/u.test(line) && !/\p{Cc}|\p{Surrogate}/u.test(line);
  return isPlain && !WORDS.test(line) ? line : quote(line);
}

/** `[a, b]` */
export function writeList(texts: readonly string[]): string {
  return `[${texts.map(writeScalar).join(', ')}]`;
}

/** `{ a: b }`, of keys and values that are written already. */
export function writeMap(entries: readonly (readonly [key: string, value: string])[]): string {
  return `{ ${entries.map(([key, value]) => `${key}: ${value}`).join(', ')} }`;
}

/** A comment is one line, and shows what a terminal would obey. */
export function writeComment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\p{Cf}\p{Surrogate}\u2028\u2029]/gu, '?')}`;
}

function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
