/** What each key of a model's file is worth. */
import type Type from 'typebox';
import type { DimensionSchema, FactSchema } from '../../definitions/member-schema.ts';
import type { ModelDefinition } from '../../definitions/model-schema.ts';
import type { Edit, Judge, KeyTable, NamedEntries } from './edit.ts';
import { judgeAccess } from './judge-access.ts';
import { always, asOne, comesAndGoes, FOR_PEOPLE, lists, movesNumbers, partOf, switches } from './judges.ts';
import type { PartTest } from './moved-metrics.ts';

const OTHER_ROWS = 'it is read from elsewhere: a binding is in no version';
const OTHER_GROUPS = 'what is grouped and filtered by it is grouped otherwise';

const member = partOf('member');
const groups = movesNumbers(member, always('numbers_may_move', OTHER_GROUPS));
const binding = always('numbers_may_move', OTHER_ROWS);

const names = {
  title: FOR_PEOPLE,
  description: FOR_PEOPLE,
  access: judgeAccess,
  column: binding,
  formula: groups,
  metric: groups,
};

const dimensions: NamedEntries = {
  whole: comesAndGoes({ comes: 'a dimension more', goes: 'queries that name it are refused' }),
  keys: {
    ...names,
    type: always('breaking', 'its values have another form'),
    zone: groups,
    values: FOR_PEOPLE,
    sensitive: switches(
      { verdict: 'breaking', reason: 'its values are hidden from all to whom no policy shows them' },
      { verdict: 'additive', reason: 'its values are shown to all who may see it' },
    ),
    grain: always('breaking', 'finer buckets than its period are refused'),
    spread: groups,
  } satisfies KeyTable<keyof Type.Static<typeof DimensionSchema>>,
};

const facts: NamedEntries = {
  whole: comesAndGoes({ comes: 'a fact more', goes: 'queries that filter by it are refused' }),
  keys: {
    ...names,
    type: always('breaking', 'numbers made of it have another form'),
    unit: always('breaking', 'numbers made of it have another unit'),
    only: always('text', 'for formulas, which hold on both sides'),
  } satisfies KeyTable<keyof Type.Static<typeof FactSchema>>,
};

/** A path that queries spell, or that a role takes, leads elsewhere. */
const leads = movesNumbers(
  partOf('join', 'bridge'),
  always('numbers_may_move', 'what is grouped and filtered across it meets other rows'),
);

const ways = (keys: KeyTable): NamedEntries => ({
  whole: movesNumbers(
    partOf('join', 'bridge'),
    comesAndGoes({ comes: 'a way more to other models', goes: 'queries that go this way are refused' }),
  ),
  keys,
});

/** Rows stand in the order of its time, and formulas that name no other are counted by it. */
const time: Judge = movesNumbers(
  ({ path: [, model = ''] }: Edit): PartTest =>
    (part, metric) =>
      part.model === model || (part.kind === 'metric' && metric.models.includes(model)),
  always('numbers_may_move', 'formulas without a time of their own are counted by it'),
);

const refresh = asOne({
  every: FOR_PEOPLE,
  watermark: always('numbers_may_move', 'it says up to when there are numbers'),
  late_after: FOR_PEOPLE,
  lag: always('numbers_may_move', 'it says up to when there are numbers'),
  settles_after: always('text', 'it says which numbers are called provisional'),
  per: always('numbers_may_move', 'it says up to when there are numbers'),
});

export const MODELS: NamedEntries = {
  whole: comesAndGoes({ comes: 'a model more', goes: 'queries that name its dimensions are refused' }),
  keys: {
    model: FOR_PEOPLE,
    title: FOR_PEOPLE,
    description: FOR_PEOPLE,
    source: always('numbers_may_move', OTHER_ROWS),
    owner: FOR_PEOPLE,
    primary_key: movesNumbers(
      partOf('key', 'order', 'validity', 'member'),
      always('numbers_may_move', 'rows are told apart by other columns'),
    ),
    unique_keys: always('text', 'joins that lead there hold on both sides'),
    tenant: always('numbers_may_move', 'other rows are those of a tenant: scope is in no version'),
    time,
    valid: movesNumbers(partOf('validity'), always('numbers_may_move', 'joins at a time meet other rows')),
    refresh,
    joins: ways({ model: leads, on: leads, at: leads }),
    bridges: ways({ model: leads, through: leads, from: leads, to: leads }),
    roles: always('text', 'it settles which way a role leads: see the paths'),
    dimensions,
    facts,
    access: judgeAccess,
    drill: lists({ less: 'a drill-through shows less', more: 'a drill-through shows more' }),
  } satisfies KeyTable<keyof ModelDefinition>,
};
