/** Faults of formulas (`FORMULA_`). */
import { entry } from '../error-code.ts';

const invalid = <const T extends string>(title: string, template: T) => entry(422, title, template);

export const formulaCodes = {
  FORMULA_UNEXPECTED_CHARACTER: invalid('Unexpected character', 'A formula cannot contain {character} here.'),
  FORMULA_UNTERMINATED_STRING: invalid('Unterminated string', 'This string has no closing quote.'),
  FORMULA_UNEXPECTED_TOKEN: invalid('Unexpected token', 'Expected {expected}, found {found}.'),
  FORMULA_TOO_DEEP: invalid('Formula nests too deeply', 'A formula nests at most {limit} levels.'),
  FORMULA_TOO_LONG: invalid('Formula too long', 'A formula has at most {limit} characters.'),
  FORMULA_TOO_LARGE: invalid(
    'Formula too large',
    'With all that it names written out, a formula has at most {limit} parts.',
  ),
  FORMULA_UNKNOWN_FUNCTION: invalid('Unknown function', 'There is no function "{name}".'),
  FORMULA_ARGUMENT_COUNT: invalid('Wrong number of arguments', '{name} takes {expected}, not {actual}.'),
  FORMULA_TYPE_MISMATCH: invalid('Types do not fit', '{operation} needs {expected}, not {actual}.'),
  FORMULA_UNIT_MISMATCH: invalid('Units do not fit', '{actual} cannot be {verb} {expected}.'),
  FORMULA_ONLY: invalid(
    'Not to be aggregated so',
    '"{member}" may be aggregated by {only} only, not by {function}.',
  ),
  FORMULA_UNKNOWN_NAME: invalid('Unknown name', '"{name}" is not known here.'),
  FORMULA_NOT_AGGREGATED: invalid(
    'Not aggregated',
    '"{name}" has a value for each row: a metric needs an aggregate around it.',
  ),
  FORMULA_NESTED_AGGREGATE: invalid('Aggregate inside an aggregate', 'An aggregate cannot stand {place}.'),
  FORMULA_SEVERAL_ROOTS: invalid(
    'Members of several models',
    'One aggregate reads the rows of one model: this one names {models}.',
  ),
  FORMULA_FAN_OUT: invalid(
    'Fan-out refused',
    '{function} over "{member}" would count a row of {model} once for each row of {root}.',
  ),
  FORMULA_BRIDGE: invalid('Across a bridge', '"{member}" lies across the bridge {bridge}: {problem}.'),
  FORMULA_FILTER_PLACE: invalid(
    'Filter without an aggregate',
    '"filter (where …)" belongs behind an aggregate.',
  ),
  FORMULA_CLAUSE_PLACE: invalid('Word in the wrong function', '"{clause}" does not belong into {name}(…).'),
  FORMULA_DURATION_PLACE: invalid(
    'Length of time in the wrong place',
    'A length of time is no value by itself: it says how far shift(…) and trailing(…) reach.',
  ),
  FORMULA_NO_PATH: invalid('No path', '{root}, whose rows {metric} aggregates, does not know "{member}".'),
  FORMULA_AMBIGUOUS_PATH: invalid(
    'Several paths',
    '{root}, whose rows {metric} aggregates, reaches "{member}" by several paths: {paths}.',
  ),
  FORMULA_NO_VERSION: invalid(
    'Version not released',
    '{metric}@{version} is not a released version of {metric}.',
  ),
  FORMULA_METRIC_FILTER: invalid(
    'No root for the filter',
    'The key "{key}" needs aggregates over one model; this metric has {models}.',
  ),
  FORMULA_ROW_ORDER: invalid(
    'Rows without an order',
    '"{choice}" needs an order of the rows of {model}, which has no {lacking}.',
  ),
  FORMULA_NOT_PLANNED: invalid('Not planned yet', '{feature} is understood but not planned yet.'),
} as const;
