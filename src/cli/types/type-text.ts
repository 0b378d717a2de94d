/** Pieces of TypeScript: names, unions and comments that no text of a definition can end. */

/** A string literal; also the key of a property. What cannot be seen, or turns text around, is spelled. */
export function writeLiteral(text: string): string {
  return JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (hidden) =>
    Array.from({ length: hidden.length }, (_, at) => escapeUnit(hidden.charCodeAt(at))).join(''),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

/** `never` of none. */
export function writeUnion(texts: readonly string[]): string {
  return texts.length === 0 ? 'never' : texts.map(writeLiteral).join(' | ');
}

/** Lines of a comment before a declaration, each on one line whatever it says; nothing of no lines. */
export function writeComment(lines: readonly string[], indent = ''): string {
  const texts = lines.map(keepInside).filter((line) => line !== '');
  if (texts.length === 0) return '';
  const [first = ''] = texts;
  if (texts.length === 1) return `${indent}/** ${first} */\n`;
  return `${indent}/**\n${texts.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
}

/** A line that speaks of the declaration itself. */
export interface Tag {
  readonly tag: 'deprecated';
  readonly text: string;
}

/** As {@link writeComment}, with tags behind the lines. */
export function writeTagged(lines: readonly string[], tags: readonly Tag[], indent = ''): string {
  if (tags.length === 0) return writeComment(lines, indent);
  const texts = [
    ...lines.map(keepInside).filter((line) => line !== ''),
    ...tags.map(({ tag, text }) => `@${tag} ${keepInside(text)}`.trimEnd()),
  ];
  return `${indent}/**\n${texts.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
}

/** Without anything that ends the line or the comment, begins a tag, or cannot be seen. */
function keepInside(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .replaceAll('*/', '*\\/')
    .replace(/(^|[^\w.])@/g, '$1\\@');
}
