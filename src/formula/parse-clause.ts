/**
 * What stands among the arguments of a call and is none: `last by …`, `per …`, `within …`. Its words are no
 * keywords: a metric may be called `last`, since no name can follow an expression or another name.
 */
import type { ClauseSyntax, NameSyntax, RowChoice } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';
import type { Token } from './tokenize.ts';

const ROW_CHOICES: readonly RowChoice[] = ['last', 'first', 'latest', 'at_end'];
const LEADING = ['within', 'by', 'to'] as const;
const TRAILING = ['per', 'by'] as const;

type ParseName = () => NameSyntax;

/** Whether the token is a word that can follow an argument. */
export function beginsTrailingClause({ kind, text }: Token): boolean {
  const word = text.toLowerCase();
  return kind === 'name' && [...TRAILING, ...ROW_CHOICES].some((known) => known === word);
}

/** What stands in the place of an argument: `within channel.name`, `by customer_id`, `to year`. */
export function parseLeadingClause(reader: TokenReader, parseName: ParseName): ClauseSyntax | null {
  const word = reader.current;
  const kind = LEADING.find((known) => word.kind === 'name' && known === word.text.toLowerCase());
  if (!kind || reader.next.kind !== 'name') return null;
  reader.take();
  const names = kind === 'to' ? [parseName()] : parseNames(reader, parseName);
  return { kind, names, span: reader.spanFrom(word.span) };
}

/** What stands behind an argument: `last by balances.account_id`, `per day`, `by customer_id`. */
export function parseTrailingClause(reader: TokenReader, parseName: ParseName): ClauseSyntax | null {
  const word = reader.current;
  if (!beginsTrailingClause(word)) return null;
  reader.take();
  const kind = TRAILING.find((known) => known === word.text.toLowerCase());
  if (kind) return { kind, names: parseNames(reader, parseName), span: reader.spanFrom(word.span) };
  const choice = ROW_CHOICES.find((known) => known === word.text.toLowerCase()) ?? 'last';
  const by = reader.current.kind === 'name' && reader.current.text.toLowerCase() === 'by';
  if (by && choice === 'at_end')
    reader.fail('")"', 'at_end takes the rows of the last day of each bucket, whatever their key.');
  if (by) reader.take();
  const names = by ? parseNames(reader, parseName) : [];
  return { kind: 'rows', choice, names, span: reader.spanFrom(word.span) };
}

/** A comma goes on with the list where a name follows it. */
function parseNames(reader: TokenReader, parseName: ParseName): readonly NameSyntax[] {
  const names = [parseName()];
  while (reader.is('symbol', ',') && reader.next.kind === 'name') {
    reader.take();
    names.push(parseName());
  }
  return names;
}
