/** What an answer is compared with, and how the columns of that are called. */

export type EarlierRange = 'previous_period' | 'previous_year';

/** One earlier range, or another version, to compare with. */
export type Comparison =
  | EarlierRange
  | { readonly shift: string; readonly as?: string }
  | { readonly range: EarlierRange; readonly as?: string }
  | { readonly version: number; readonly as?: string };

/** `1 month` becomes `1_month`. */
type Joined<Text extends string> = Text extends `${infer Count} ${infer Unit}` ? `${Count}_${Unit}` : Text;

type NameOf<C> = C extends string
  ? C
  : C extends { readonly as: infer As extends string }
    ? As
    : C extends { readonly shift: infer Shift extends string }
      ? `shift_${Joined<Shift>}`
      : C extends { readonly range: infer Range extends string }
        ? Range
        : C extends { readonly version: infer Version extends number }
          ? `version_${Version}`
          : never;

/** What stands behind a metric's column, for each comparison: `previous`, or of a list `last_year.value`. */
export type ValueName<C> = C extends readonly (infer One)[] ? `${NameOf<One>}.value` : 'previous';
export type ChangeName<C> = C extends readonly (infer One)[] ? `${NameOf<One>}.change` : 'change';
export type RatioName<C> = C extends readonly (infer One)[] ? `${NameOf<One>}.change_ratio` : 'change_ratio';

interface Version {
  readonly version: number;
}

/** Those of them that are earlier ranges, and those that are other versions. */
export type RangesOf<C> = C extends readonly (infer One)[]
  ? readonly Exclude<One, Version>[]
  : Exclude<C, Version>;
export type VersionsOf<C> = C extends readonly (infer One)[]
  ? readonly Extract<One, Version>[]
  : Extract<C, Version>;
