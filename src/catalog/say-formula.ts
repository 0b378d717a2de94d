/** What the formula of a metric says, in words: titles where there are any, else names as they read. */
import { canonicalJson } from '../base/hash.ts';
import type { ValueType } from '../base/value-type.ts';
import type { DimensionReference, DimensionStart, MemberReference } from '../formula/expression.ts';
import { findJoined } from '../formula/find-joined.ts';
import type { FormulaWords } from '../formula/formula-words.ts';
import { sayTree } from '../formula/say-formula.ts';
import type { LocalText, Metric } from './catalog.ts';
import { withoutFrozenNames } from './frozen-name.ts';
import { NO_VEIL, RESTRICTED, type Veil } from './veil.ts';

export type SpokenLanguage = 'en';

/** The parts of a catalog that have names. */
export interface Named {
  readonly models: ReadonlyMap<string, NamedModel>;
  readonly metrics: ReadonlyMap<string, Titled>;
  readonly project: { readonly roles: ReadonlyMap<string, string> };
  /** What has no name; nothing unless given. */
  readonly veil?: Veil;
}

export interface NamedModel {
  readonly name: string;
  readonly members: ReadonlyMap<string, Titled>;
  readonly joins: ReadonlyMap<string, { readonly target: string }>;
  readonly time: MemberReference | null;
}

interface Titled {
  readonly type: ValueType;
  readonly title?: LocalText | null;
}

/** "sum of order amount, where status is paid". */
export function sayFormula(metric: Metric, catalog: Named, language: SpokenLanguage): string {
  return sayTree(metric.expression, wordsOf(catalog, language));
}

/** What models, members and metrics of the catalog are called. */
export function wordsOf(
  { models, metrics, project, veil = NO_VEIL }: Named,
  language: SpokenLanguage,
): FormulaWords {
  const titleOf = (title: LocalText | null | undefined, name: string): string =>
    (typeof title === 'string' ? title : title?.[language]) ?? name.replaceAll('_', ' ');
  const follow = (model: NamedModel | undefined, joins: readonly string[]): NamedModel | undefined =>
    findJoined(model, joins, models);
  const memberWords = (home: NamedModel | undefined, name: string): string =>
    titleOf(home?.members.get(name)?.title, name);
  const isHidden = (home: NamedModel | undefined, member: string | null): boolean =>
    home !== undefined && (veil.models.has(home.name) || veil.members.has(`${home.name}.${member}`));
  const startOf = ({ kind, name }: DimensionStart) =>
    kind === 'role'
      ? { model: models.get(project.roles.get(name) ?? ''), name }
      : { model: models.get(name), name: singular(name) };
  return {
    member(root: string, { path, member }: MemberReference, place) {
      const model = models.get(root);
      if (isHidden(follow(model, path), member)) return RESTRICTED;
      const before = path.length === 0 && place === 'alone' ? [singular(root)] : path;
      return qualified(before, memberWords(follow(model, path), member));
    },
    dimension({ start, joins, member }: DimensionReference) {
      const { model, name } = startOf(start);
      if (isHidden(follow(model, joins), member)) return RESTRICTED;
      return qualified([name, ...joins], memberWords(follow(model, joins), member));
    },
    subject({ start, joins, member }) {
      const { model, name } = startOf(start);
      if (isHidden(follow(model, joins), member)) return RESTRICTED;
      if (member !== null) return qualified([name, ...joins], memberWords(follow(model, joins), member));
      return name.replaceAll('_', ' ');
    },
    metric(key) {
      if (veil.metrics.has(key)) return RESTRICTED;
      const [name = '', version] = key.split('@');
      const words = titleOf(metrics.get(key)?.title, name);
      return version === undefined ? words : `${words} (version ${version})`;
    },
    rows: (model) => (veil.models.has(model) ? RESTRICTED : model.replaceAll('_', ' ')),
    isOtherTime: ({ root, time }) => canonicalJson(time) !== canonicalJson(models.get(root)?.time ?? null),
  };
}

/** `customer name`, and not `customer customer name`. */
function qualified(before: readonly string[], name: string): string {
  const words = before.map((part) => part.replaceAll('_', ' '));
  const last = words.at(-1) ?? '';
  const repeats = name.toLowerCase() === last.toLowerCase() || name.toLowerCase().startsWith(`${last} `);
  return withoutFrozenNames([...(repeats ? words.slice(0, -1) : words), name].join(' '));
}

/** One row of a model: `orders` → `order`, `ad_spend` → `ad spend`. */
function singular(model: string): string {
  const words = model.replaceAll('_', ' ');
  if (/(ss|x|ch|sh)es$/.test(words)) return words.slice(0, -2);
  if (/[^aeiou]ies$/.test(words) && !words.endsWith('series')) return `${words.slice(0, -3)}y`;
  return /[^sui]s$/.test(words) ? words.slice(0, -1) : words;
}
