/** The rows that moved most: as many as are asked for are kept, however many there are. */
import { compareDigits } from '../base/decimal-digits.ts';
import type { MovedValue } from './moved-value.ts';

export interface MovedRow extends MovedValue {
  readonly tenant: string;
  /** The bucket, as answers write it; `null` where the metric knows no time. */
  readonly time: string | null;
}

export class MovedRows {
  readonly #most: number;
  #kept: MovedRow[] = [];
  #seen = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(row: MovedRow): void {
    this.#seen += 1;
    this.#kept.push(row);
    // Sorted now and then, so that many rows cost little and few are held.
    if (this.#kept.length >= 2 * this.#most + 100) this.#cut();
  }

  /** Those that moved most first, and how many others there were. */
  list(): { readonly rows: readonly MovedRow[]; readonly leftOut: number } {
    this.#cut();
    return { rows: this.#kept, leftOut: this.#seen - this.#kept.length };
  }

  #cut(): void {
    this.#kept = this.#kept.sort(compareRows).slice(0, this.#most);
  }
}

/** What came, went or is of another unit first, then by the part of itself that a value moved by, then by how much. */
export function compareRows(a: MovedRow, b: MovedRow): number {
  return (
    rankOf(a) - rankOf(b) ||
    Math.abs(b.ratio ?? 0) - Math.abs(a.ratio ?? 0) ||
    compareDigits(sizeOf(b), sizeOf(a)) ||
    compareTexts(a.tenant, b.tenant) ||
    compareTexts(a.time ?? '', b.time ?? '')
  );
}

function rankOf({ before, after, units, ratio }: MovedRow): number {
  if (before === null || after === null || units.before !== units.after) return 0;
  return ratio === null ? 1 : 2;
}

function sizeOf({ change }: MovedRow): string {
  return change?.replace('-', '') ?? '0';
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
