/** Units of numbers: products and quotients of currencies, labels and counted things; how they compare and print. */
import { canonicalJson } from '../base/hash.ts';

/** One factor of a unit. */
export type UnitFactor =
  | { readonly kind: 'currency'; readonly code: string }
  /** That of the tenant's profile; `code` is the project's, for tenants that name none. */
  | { readonly kind: 'tenant_currency'; readonly code: string | null }
  /** The currency that each row names in a dimension of its model. */
  | { readonly kind: 'currency_column'; readonly model: string; readonly member: string }
  | { readonly kind: 'label'; readonly label: string }
  /** What a count counts: a word for people, no dimension. */
  | { readonly kind: 'counted'; readonly label: string };

/** `RUB per order` is over RUB and under orders. Factors that cancel are in neither. */
export interface Unit {
  readonly over: readonly UnitFactor[];
  readonly under: readonly UnitFactor[];
}

/** The unit of a plain number. */
export const PLAIN: Unit = Object.freeze({ over: Object.freeze([]), under: Object.freeze([]) });

export function unitOf(factor: UnitFactor): Unit {
  return { over: [factor], under: [] };
}

/** The unit of a count of `things`, a name in the plural or of a key: `order_items`, `customer_id`. */
export function countOf(things: string): Unit {
  return unitOf({ kind: 'counted', label: singular(things.replace(/_id$/, '').replaceAll('_', ' ')) });
}

export function multiplyUnits(a: Unit, b: Unit): Unit {
  return cancel([...a.over, ...b.over], [...a.under, ...b.under]);
}

export function divideUnits(a: Unit, b: Unit): Unit {
  return cancel([...a.over, ...b.under], [...a.under, ...b.over]);
}

/** Whether numbers of these units may be added and compared; counts of different things may. */
export function isSameUnit(a: Unit, b: Unit): boolean {
  return dimensionOf(a) === dimensionOf(b);
}

/** The unit of a sum of numbers whose units are the same: what is counted is kept where all agree. */
export function commonUnit(units: readonly Unit[]): Unit {
  const [first = PLAIN, ...others] = units;
  if (others.every((unit) => canonicalJson(unit) === canonicalJson(first))) return first;
  return { over: first.over.filter(isDimension), under: first.under.filter(isDimension) };
}

const MONEY: ReadonlySet<UnitFactor['kind']> = new Set(['currency', 'tenant_currency', 'currency_column']);

/** Whether any factor is money, of a fixed or of each row's own currency. */
export function isMoney({ over, under }: Unit): boolean {
  return [...over, ...under].some(({ kind }) => MONEY.has(kind));
}

/** The dimensions whose currencies rows are in; none where all is of fixed currencies. */
export function currencyColumns({ over, under }: Unit): readonly { model: string; member: string }[] {
  return [...over, ...under].flatMap((factor) =>
    factor.kind === 'currency_column' ? [{ model: factor.model, member: factor.member }] : [],
  );
}

/** Whether any factor is the currency of the tenant who asks. */
export function isTenantMoney({ over, under }: Unit): boolean {
  return [...over, ...under].some(({ kind }) => kind === 'tenant_currency');
}

/** The unit of numbers whose money was converted to one currency, by its code: what cancels then is gone. */
export function inCurrency({ over, under }: Unit, code: string): Unit {
  const convert = (factor: UnitFactor): UnitFactor =>
    MONEY.has(factor.kind) ? { kind: 'currency', code } : factor;
  return cancel(over.map(convert), under.map(convert));
}

/**
 * `RUB`, `RUB per order`, `kg² per day`; `null` for a plain number, counts among them. `currency` is that of
 * the tenant who asks, where it has one of its own.
 */
export function printUnit({ over, under }: Unit, currency: string | null = null): string | null {
  const above = printProduct(over.filter(isDimension), currency);
  const below = printProduct(under, currency);
  if (above === '') return under.some(isDimension) ? `per ${below}` : null;
  return below === '' ? above : `${above} per ${below}`;
}

/** As {@link printUnit}, with words for what has none. */
export function describeUnit(unit: Unit): string {
  return printUnit(unit) ?? 'a plain number';
}

function isDimension({ kind }: UnitFactor): boolean {
  return kind !== 'counted';
}

function dimensionOf({ over, under }: Unit): string {
  const keys = (factors: readonly UnitFactor[]) => factors.filter(isDimension).map(canonicalJson).sort();
  return canonicalJson([keys(over), keys(under)]);
}

function cancel(over: readonly UnitFactor[], under: readonly UnitFactor[]): Unit {
  const left = under.map((factor) => ({ factor, key: canonicalJson(factor) }));
  const kept = over.filter((factor) => {
    const at = left.findIndex(({ key }) => key === canonicalJson(factor));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { over: kept, under: left.map(({ factor }) => factor) };
}

function printProduct(factors: readonly UnitFactor[], currency: string | null): string {
  const powers = new Map<string, number>();
  for (const factor of factors) {
    const name = printFactor(factor, currency);
    powers.set(name, (powers.get(name) ?? 0) + 1);
  }
  return [...powers].map(([name, power]) => `${name}${printPower(power)}`).join(' × ');
}

function printFactor(factor: UnitFactor, currency: string | null): string {
  switch (factor.kind) {
    case 'currency':
      return factor.code;
    case 'tenant_currency':
      return currency ?? factor.code ?? 'currency';
    case 'currency_column':
      return `${factor.model}.${factor.member}`;
    case 'label':
    case 'counted':
      return factor.label;
  }
}

function printPower(power: number): string {
  if (power === 1) return '';
  return String(power).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(digit)));
}

/** `orders` → `order`, `categories` → `category`, `addresses` → `address`. */
function singular(plural: string): string {
  if (/[^aeiou]ies$/.test(plural)) return `${plural.slice(0, -3)}y`;
  if (/(s|x|z|ch|sh)es$/.test(plural)) return plural.slice(0, -2);
  return /[^s]s$/.test(plural) ? plural.slice(0, -1) : plural;
}
