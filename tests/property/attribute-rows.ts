/** What other rows say, by brute force over arrays; it knows nothing of formulas, plans or SQL. */

/** Children: some are orphans, some are nobody's, and many are of one moment. */
export interface Deed {
  readonly tenant: string;
  readonly id: number;
  readonly person: number | null;
  readonly kind: string | null;
  /** Of 2026, from 1; `null` is unknown. */
  readonly day: number | null;
  readonly value: number | null;
}

/** Parents, of ids that are unique within a tenant only. */
export interface Person {
  readonly tenant: string;
  readonly id: number;
  readonly team: string | null;
}

export interface World {
  readonly people: readonly Person[];
  readonly deeds: readonly Deed[];
}

export type Value = string | number | boolean | null;
type Values = Readonly<Record<string, Value>>;

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** Of a person who is there; all is null of one who is not. */
export function sayPerson(person: Person | undefined, { deeds }: World): Values {
  if (!person)
    return { team: null, deeds: null, worth: null, best: null, kinds: null, surplus: null, band: null };
  const own = deeds.filter(({ tenant, person: of }) => tenant === person.tenant && of === person.id);
  const worth = sum(own.map(({ value }) => value));
  return {
    team: person.team,
    deeds: own.length,
    worth,
    best: largest(own.filter(({ kind }) => kind === 'x').map(({ value }) => value)),
    kinds: new Set(own.flatMap(({ kind }) => kind ?? [])).size,
    surplus: worth - 10 * own.filter(({ kind }) => kind === 'y').length,
    band: own.length > 2 ? 'many' : 'few',
  };
}

export function sayDeed(deed: Deed, world: World): Values {
  const { tenant, person, kind, day, id, value } = deed;
  const alike = world.deeds.filter(
    (other) =>
      other.tenant === tenant && other.person === person && other.kind === kind && other.day !== null,
  );
  const before = alike.filter((other) => {
    const days = (other.day ?? 0) - (day ?? 0);
    return days < 0 || (days === 0 && other.id < id);
  });
  const last = before.toSorted((a, b) => (a.day ?? 0) - (b.day ?? 0) || a.id - b.id).at(-1);
  const parent = world.people.find((one) => one.tenant === tenant && one.id === person);
  const said = sayPerson(parent, world);
  return {
    kind,
    value,
    place: day === null ? null : before.length + 1,
    before: day === null ? null : (last?.value ?? null),
    ...Object.fromEntries(Object.entries(said).map(([name, each]) => [`person.${name}`, each])),
  };
}
