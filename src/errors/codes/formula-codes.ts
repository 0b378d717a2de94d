/** Faults of formulas (`FORMULA_`). */
import { entry } from '../error-code.ts';

const invalid = <const T extends string>(title: string, template: T, hint: string) =>
  entry(422, title, template, { hint });

export const formulaCodes = {
  FORMULA_UNEXPECTED_CHARACTER: invalid(
    'Unexpected character',
    'A formula cannot contain {character} here.',
    'docs/formulas.md lists what a formula may contain.',
  ),
  FORMULA_UNTERMINATED_STRING: invalid(
    'Unterminated string',
    'This string has no closing quote.',
    "Texts stand in single quotes; a quote inside is doubled: 'it''s'.",
  ),
  FORMULA_UNEXPECTED_TOKEN: invalid(
    'Unexpected token',
    'Expected {expected}, found {found}.',
    'docs/formulas.md shows how formulas are written.',
  ),
  FORMULA_TOO_DEEP: invalid(
    'Formula nests too deeply',
    'A formula nests at most {limit} levels.',
    'Give a part of it a name: a metric or a member of its own.',
  ),
  FORMULA_TOO_LONG: invalid(
    'Formula too long',
    'A formula has at most {limit} characters.',
    'Give parts of it names: metrics or members of their own.',
  ),
  FORMULA_TOO_LARGE: invalid(
    'Formula too large',
    'With all that it names written out, a formula has at most {limit} parts.',
    'Something is repeated many times over: let a view of the warehouse compute it.',
  ),
  FORMULA_UNKNOWN_FUNCTION: invalid(
    'Unknown function',
    'There is no function "{name}".',
    'docs/formulas.md lists the functions; what it does not list belongs into a view of the warehouse.',
  ),
  FORMULA_ARGUMENT_COUNT: invalid(
    'Wrong number of arguments',
    '{name} takes {expected}, not {actual}.',
    'docs/formulas.md shows {name} with an example.',
  ),
  FORMULA_TYPE_MISMATCH: invalid(
    'Types do not fit',
    '{operation} needs {expected}, not {actual}.',
    'docs/formulas.md says what each function and operator takes.',
  ),
  FORMULA_UNIT_MISMATCH: invalid(
    'Units do not fit',
    '{actual} cannot be {verb} {expected}.',
    'Bring both to one unit first; docs/semantics.md says how units follow.',
  ),
  FORMULA_ONLY: invalid(
    'Not to be aggregated so',
    '"{member}" may be aggregated by {only} only, not by {function}.',
    'Its fact says so with only:.',
  ),
  FORMULA_UNKNOWN_NAME: invalid(
    'Unknown name',
    '"{name}" is not known here.',
    'Members are written model.member, metrics by their name alone.',
  ),
  FORMULA_NOT_AGGREGATED: invalid(
    'Not aggregated',
    '"{name}" has a value for each row: a metric needs an aggregate around it.',
    'Write sum({name}), max({name}) or another aggregate.',
  ),
  FORMULA_NESTED_AGGREGATE: invalid(
    'Aggregate inside an aggregate',
    'An aggregate cannot stand {place}.',
    'Give the inner one a metric of its own; docs/formulas.md shows aggregates over groups.',
  ),
  FORMULA_SEVERAL_ROOTS: invalid(
    'Members of several models',
    'One aggregate reads the rows of one model: this one names {models}.',
    'Aggregate each model by itself and combine the results, or go along a join: model.join.member.',
  ),
  FORMULA_FAN_OUT: invalid(
    'Fan-out refused',
    '{function} over "{member}" would count a row of {model} once for each row of {root}.',
    'Aggregate it in a metric on {model} itself.',
  ),
  FORMULA_BRIDGE: invalid(
    'Across a bridge',
    '"{member}" lies across the bridge {bridge}: {problem}.',
    'docs/writing-metrics.md says what a bridge can be used for.',
  ),
  FORMULA_FILTER_PLACE: invalid(
    'Filter without an aggregate',
    '"filter (where …)" belongs behind an aggregate.',
    'Inside a value, "case when … then … end" chooses.',
  ),
  FORMULA_CLAUSE_PLACE: invalid(
    'Word in the wrong function',
    '"{clause}" does not belong into {name}(…).',
    'docs/formulas.md shows which function takes it.',
  ),
  FORMULA_DURATION_PLACE: invalid(
    'Length of time in the wrong place',
    'A length of time is no value by itself: it says how far shift(…) and trailing(…) reach.',
    'Write shift(metric, 1 month) or trailing(metric, 7 days).',
  ),
  FORMULA_NO_PATH: invalid(
    'No path',
    '{root}, whose rows {metric} aggregates, does not know "{member}".',
    'Declare a join that leads there, or leave the metric out of this condition.',
  ),
  FORMULA_AMBIGUOUS_PATH: invalid(
    'Several paths',
    '{root}, whose rows {metric} aggregates, reaches "{member}" by several paths: {paths}.',
    'Spell one of them out, or give the project a role for the one that is always meant.',
  ),
  FORMULA_NO_VERSION: invalid(
    'Version not released',
    '{metric}@{version} is not a released version of {metric}.',
    'Name a released version, or leave @{version} out.',
  ),
  FORMULA_VERSION_GONE: invalid(
    'Version without a number',
    '{metric}@{version} cannot be computed any more: {reason}.',
    'Name another version, or write its formula as it is to be now.',
  ),
  FORMULA_METRIC_FILTER: invalid(
    'No root for the filter',
    'The key "{key}" needs aggregates over one model; this metric has {models}.',
    'Write filter (where …) behind the aggregate that is meant.',
  ),
  FORMULA_ROW_ORDER: invalid(
    'Rows without an order',
    '"{choice}" needs an order of the rows of {model}, which has no {lacking}.',
    'Declare it in the model.',
  ),
  FORMULA_NOT_PLANNED: invalid(
    'Not planned yet',
    '{feature} is understood but not planned yet.',
    'docs/formulas.md says what is planned.',
  ),
} as const;
