/** What people write who know SQL or a spreadsheet, and what formulas say instead. */
import { suggest } from '../base/did-you-mean.ts';

const CHARACTERS: Readonly<Record<string, string>> = {
  '"': "Strings stand in single quotes: 'paid'.",
  '`': 'Names stand without quotes.',
  ';': 'A formula is one expression, without a semicolon.',
  ':': 'There are no casts and no parameters: types follow from the model, values are written out.',
  '|': 'Texts are joined by concat(a, b).',
  '%': 'There is no remainder; a share is written 0.05.',
  '^': 'There are no powers: write a * a.',
  $: 'There are no parameters: values are written out.',
  '[': "There are no lists but after \"in\": status in ('a', 'b').",
  '!': 'Write not, or <> for what differs.',
  '&': 'Conditions are joined by and.',
  '−': 'The minus sign is the hyphen: -.',
  '×': 'Products are written with *.',
  '÷': 'Quotients are written with /.',
  '≤': 'Write <=.',
  '≥': 'Write >=.',
  '≠': 'Write <>.',
  '‘': "Strings stand in straight quotes: 'paid'.",
  '’': "Strings stand in straight quotes: 'paid'.",
  '“': "Strings stand in straight single quotes: 'paid'.",
  '”': "Strings stand in straight single quotes: 'paid'.",
};

const WORDS: Readonly<Record<string, string>> = {
  over: 'Windows are functions here: running(m), trailing(m, 7 days), total(m), rank(m).',
  where: 'A condition stands in filter (where …), behind an aggregate or a metric.',
  from: 'Names say their model: sum(orders.amount).',
  group: 'What to group by is for the query to say; over further groups: avg(balance per day).',
  order: 'What to order by is for the query to say.',
  select: 'A formula is one expression, and no query.',
  as: 'A metric has its name from its file.',
};

/** `undefined` where nothing better is known than that the character has no meaning. */
export function characterHint(character: string): string | undefined {
  if (Object.hasOwn(CHARACTERS, character)) return CHARACTERS[character];
  if (/^[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u00ad\ufeff]$/u.test(character))
    return 'It cannot be seen: type the formula anew at this place.';
  return /^\p{L}$/u.test(character)
    ? 'Names are written in Latin letters without accents; titles may be in any language.'
    : undefined;
}

/** For a word where an operator should stand. */
export function wordHint(word: string): string | undefined {
  const lower = word.toLowerCase();
  if (Object.hasOwn(WORDS, lower)) return WORDS[lower];
  return lower.length < 4 ? undefined : suggest(lower, ['between', 'filter']);
}
