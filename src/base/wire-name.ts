/** Names of definitions as GraphQL writes them: `ad_spend` → `adSpend`, `channel.name` → `CHANNEL_NAME`. */

/** What stands between words. */
const BETWEEN = /[^0-9A-Za-z]+/;
/** Letters that a name there cannot have. */
const FOREIGN = /[^\p{ASCII}]/gu;

function wordsOf(name: string): readonly string[] {
  const plain = name.replace(FOREIGN, (letter) => `u${letter.codePointAt(0)?.toString(16) ?? ''}`);
  return plain.split(BETWEEN).filter((word) => word !== '');
}

/** Of fields. */
export function fieldName(name: string): string {
  const [first = '', ...others] = wordsOf(name);
  return startSafely(`${first.charAt(0).toLowerCase()}${first.slice(1)}${others.map(capitalize).join('')}`);
}

/** Of the values of enumerations. */
export function enumName(name: string): string {
  return startSafely(wordsOf(name).join('_').toUpperCase());
}

/** Of types. */
export function typeName(name: string): string {
  return startSafely(wordsOf(name).map(capitalize).join(''));
}

function capitalize(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** A name begins with no digit, and two underscores are GraphQL's own. */
function startSafely(name: string): string {
  return /^[A-Za-z]/.test(name) ? name : `N${name}`;
}
