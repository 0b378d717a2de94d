/** What each key of the project's file and of policies is worth. */
import type { PolicyDefinition } from '../../definitions/policy-schema.ts';
import type { ProjectDefinition } from '../../definitions/project-schema.ts';
import type { Entries, Judge, KeyTable, NamedEntries } from './edit.ts';
import { judgeAccess } from './judge-access.ts';
import { always, asOne, comesAndGoes, FOR_PEOPLE, lists, movesNumbers } from './judges.ts';

const OTHER_BUCKETS = 'days, weeks or years are cut elsewhere: it is in no version, and stands in receipts';

const calendar: Judge = movesNumbers(
  ({ path: [, , name] }) =>
    (part) =>
      (part.kind === 'calendar' || part.kind === 'periods') && part.model === name,
  always('numbers_may_move', 'buckets and working time are told by it'),
);

const calendars: NamedEntries = {
  whole: comesAndGoes({ comes: 'a calendar more', goes: 'queries by its grains are refused' }),
  keys: {
    model: calendar,
    date: calendar,
    grains: lists({ less: 'queries by these grains are refused', more: 'grains more' }),
    zone: calendar,
    hours: calendar,
    holidays: calendar,
  },
};

const role: Judge = ({ before, after }) => {
  if (before === undefined) return { verdict: 'additive', reason: 'a name more to group by' };
  const reason =
    after === undefined ? 'queries that name it are refused' : 'its dimensions are those of another model';
  return { verdict: 'breaking', reason };
};

const rates: Judge = ({ before, after }) => {
  if (before === undefined) return { verdict: 'additive', reason: 'queries may ask for one currency' };
  if (after === undefined) return { verdict: 'breaking', reason: 'queries that name a currency are refused' };
  return { verdict: 'numbers_may_move', reason: 'money is converted otherwise' };
};

export const PROJECT = {
  project: FOR_PEOPLE,
  timezone: always('numbers_may_move', OTHER_BUCKETS),
  currency: always('breaking', 'what has the project’s currency as its unit has another'),
  week_starts: always('numbers_may_move', OTHER_BUCKETS),
  fiscal_year_starts: always('numbers_may_move', OTHER_BUCKETS),
  languages: FOR_PEOPLE,
  roles: { whole: role, keys: {} },
  tenants: always('numbers_may_move', 'tenants are reported in other zones or currencies'),
  schemas: always('numbers_may_move', 'sources are read from elsewhere: a binding is in no version'),
  calendars,
  rates,
} satisfies KeyTable<keyof ProjectDefinition>;

const rows: Judge = (edit, { users }) => ({
  verdict: 'numbers_may_move',
  reason: 'some see other rows than before',
  touches: modelsIn(edit.before, edit.after).flatMap((model) => users.ofModel(model)),
});

function modelsIn(...rules: readonly unknown[]): readonly string[] {
  return rules.flatMap((list) =>
    Array.isArray(list) ? list.flatMap((rule: { readonly model?: string }) => rule.model ?? []) : [],
  );
}

const benchmarks: Judge = (edit, comparison) => {
  const [old, now] = [edit.before, edit.after].map((list) => byName(list));
  const isGone = Object.keys(old ?? {}).some((name) => now?.[name] === undefined);
  if (isGone) return { verdict: 'breaking', reason: 'queries that name it are refused' };
  const isOther = Object.entries(old ?? {}).some(
    ([name, benchmark]) => JSON.stringify(benchmark) !== JSON.stringify(now?.[name]),
  );
  if (isOther) return { verdict: 'numbers_may_move', reason: 'other cells are told, or of other tenants' };
  const added = Object.keys(now ?? {}).some((name) => old?.[name] === undefined);
  return added ? { verdict: 'additive', reason: 'a benchmark more' } : FOR_PEOPLE(edit, comparison);
};

function byName(list: unknown): Entries {
  if (!Array.isArray(list)) return {};
  return Object.fromEntries(list.map((item: { readonly benchmark: string }) => [item.benchmark, item]));
}

const policy = {
  policy: FOR_PEOPLE,
  description: FOR_PEOPLE,
  owner: FOR_PEOPLE,
  applies_to: judgeAccess,
  access: judgeAccess,
  rows,
  sensitive: lists({
    less: 'values are shown otherwise, or to others',
    more: 'values are shown to others too',
  }),
  benchmarks,
} satisfies KeyTable<keyof PolicyDefinition>;

export const POLICIES: NamedEntries = {
  whole: asOne(policy),
  keys: policy,
};
