/** What each key of a metric's file is worth. */
import type { MetricDefinition } from '../../definitions/metric-schema.ts';
import type { Edit, Judge, KeyTable, NamedEntries } from './edit.ts';
import { judgeAccess } from './judge-access.ts';
import { always, asOne, FOR_PEOPLE, lists, movesNumbers, narrows, switches } from './judges.ts';
import type { PartTest } from './moved-metrics.ts';

/** Its own formula, and what it takes from its own file. */
const ownFormula = (edit: Edit): PartTest => {
  const [, metric] = edit.path;
  return ({ kind, model }) => kind === 'metric' && model === metric;
};

const decides = movesNumbers(ownFormula, always('text', 'the same number, written otherwise'));

/** Whoever names no version gets the newest. */
const version: Judge = ({ path: [, name = ''] }, { moved }) =>
  moved.metrics.has(name)
    ? { verdict: 'numbers_move', reason: 'queries that pin no version get the new number', touches: [name] }
    : { verdict: 'text', reason: 'the number is the same' };

/** Another name may go on answering for it. */
const whole: Judge = (edit, comparison) => {
  const [, name = ''] = edit.path;
  if (edit.before === undefined) return { verdict: 'additive', reason: 'a metric more' };
  const heir = comparison.after.catalog.aliases.get(name);
  const [old, now] = [
    comparison.before.catalog.metrics.get(name),
    comparison.after.catalog.metrics.get(heir ?? ''),
  ];
  if (!heir || !old || !now) return { verdict: 'breaking', reason: 'queries that name it are refused' };
  return old.hash === now.hash
    ? { verdict: 'text', reason: `${heir} is the same number, and answers by its name` }
    : { verdict: 'numbers_move', reason: `${heir} answers by its name, and is another number` };
};

/** A day as ISO 8601; none is for ever. */
const sunset: Judge = ({ before, after }) => {
  const [old, now] = [before, after].map((day) => (typeof day === 'string' ? day : '9999-12-31'));
  return (now ?? '') < (old ?? '')
    ? { verdict: 'breaking', reason: 'from that day on the version is refused' }
    : { verdict: 'additive', reason: 'the version is answered for longer' };
};

const deprecation = { since: FOR_PEOPLE, sunset, use: FOR_PEOPLE };

const deprecated: NamedEntries = { whole: asOne(deprecation), keys: deprecation };

export const METRICS: NamedEntries = {
  whole,
  keys: {
    metric: FOR_PEOPLE,
    version,
    title: FOR_PEOPLE,
    description: FOR_PEOPLE,
    owner: FOR_PEOPLE,
    formula: decides,
    filter: decides,
    time: decides,
    empty: decides,
    source: always('text', 'an assertion, which holds on both sides'),
    refresh: always('text', 'an assertion, which holds on both sides'),
    format: FOR_PEOPLE,
    good: FOR_PEOPLE,
    target: FOR_PEOPLE,
    tags: judgeAccess,
    synonyms: FOR_PEOPLE,
    aliases: lists({ less: 'queries by that name are refused', more: 'another name to ask by' }),
    examples: FOR_PEOPLE,
    access: judgeAccess,
    dimensions: narrows({
      less: 'some dimensions are not allowed any more',
      more: 'more dimensions are allowed',
    }),
    private: switches(
      { verdict: 'breaking', reason: 'queries cannot ask for it any more' },
      { verdict: 'additive', reason: 'queries can ask for it' },
    ),
    draft: switches(
      { verdict: 'breaking', reason: 'for viewers and partners it is not there any more' },
      { verdict: 'additive', reason: 'viewers and partners can ask for it' },
    ),
    deprecated,
    drill: lists({ less: 'a drill-through shows less', more: 'a drill-through shows more' }),
  } satisfies KeyTable<keyof MetricDefinition>,
};

/** What was released stays; a seal that is another one is of another release. */
const release: Judge = ({ before, after }) => {
  if (before === undefined)
    return { verdict: 'additive', reason: 'the version can be asked for from now on' };
  const reason =
    after === undefined ? 'the version cannot be asked for any more' : 'what was released is edited';
  return { verdict: 'breaking', reason };
};

export const RELEASES: NamedEntries = { whole: release, keys: { seal: release } };
