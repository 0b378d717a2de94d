/** What a project's exported types look like; `vitrine export types` writes them. */

/** As `columns` of an answer name them. */
export type ValueType =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'date'
  | 'time'
  | 'local_time'
  | 'key';

/** Parts of a time, whatever year or day: their cells are whole numbers. */
export type PartOfTime =
  | 'hour_of_day'
  | 'day_of_week'
  | 'day_of_month'
  | 'day_of_year'
  | 'iso_week'
  | 'month_of_year'
  | 'quarter_of_year';

export interface MetricTypes {
  /** What it can be grouped and filtered by. */
  readonly dimensions: string;
  readonly grains: string;
  readonly type: ValueType;
}

export interface DimensionTypes {
  readonly type: ValueType;
  /** All its values, where the model lists them. */
  readonly values?: string;
  /** Of a time, the grains and parts of which one must follow it in `by`. */
  readonly after?: string;
}

/** What the client knows of a project. */
export interface ProjectTypes {
  readonly metrics: Readonly<Record<string, MetricTypes>>;
  readonly dimensions: Readonly<Record<string, DimensionTypes>>;
  /** What can be filtered by beside dimensions, row by row. */
  readonly facts: string;
}

/** A project of which nothing is known: any name passes, and the server has the last word. */
export type AnyProject = ProjectTypes;
