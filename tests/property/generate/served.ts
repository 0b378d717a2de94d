/** What the product serves already: the generators leave out the rest, which oracle and checks know all the same. */

export type Feature =
  | 'allow_list'
  | 'boolean_sums'
  | 'dimension_only'
  | 'fill'
  | 'filtered_metric'
  | 'having'
  | 'in_range'
  | 'like'
  | 'private'
  | 'range'
  | 'statistics'
  | 'sub_day'
  | 'substring'
  | 'time_functions'
  | 'top'
  | 'windows'
  | 'working_time';

const SERVED: ReadonlySet<Feature> = new Set<Feature>([
  'fill',
  'in_range',
  'range',
  'sub_day',
  'allow_list',
  'private',
  'boolean_sums',
  'dimension_only',
  'fill',
  'filtered_metric',
  'having',
  'in_range',
  'like',
  'range',
  'statistics',
  'sub_day',
  'substring',
  'time_functions',
  'top',
  'windows',
  'working_time',
]);

export function serves(feature: Feature): boolean {
  return SERVED.has(feature);
}
