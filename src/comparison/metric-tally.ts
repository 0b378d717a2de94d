/** Gathers what the tenants' answers say of one metric; what it holds does not grow with tenants. */
import { compareDigits } from '../base/decimal-digits.ts';
import type { SemanticError } from '../errors/semantic-error.ts';
import type { ComparedAnswers } from './compare-answers.ts';
import type { ComparedMetric, ComparedVersion, ComparisonRefusal, Extremes } from './compared-metric.ts';
import { MovedRows } from './moved-rows.ts';

interface TallyParts {
  readonly metric: string;
  readonly before: ComparedVersion;
  readonly after: ComparedVersion;
  /** Rows that are kept. */
  readonly most: number;
}

export class MetricTally {
  readonly #parts: TallyParts;
  readonly #rows: MovedRows;
  readonly #tenants = { compared: 0, moved: 0 };
  readonly #values = { compared: 0, moved: 0 };
  readonly #times = new Set<string>();
  readonly #units = new Set<string | null>();
  readonly #refusals = new Map<string, ComparisonRefusal>();
  #change: Extremes<string> | null = null;
  #ratio: Extremes<number> | null = null;
  #apart = 0;

  constructor(parts: TallyParts) {
    this.#parts = parts;
    this.#rows = new MovedRows(parts.most);
  }

  /** `tenant` is what it is called in rows. */
  add(tenant: string, { compared, moves }: ComparedAnswers): void {
    this.#tenants.compared += 1;
    this.#values.compared += compared;
    if (moves.length > 0) this.#tenants.moved += 1;
    this.#values.moved += moves.length;
    for (const move of moves) {
      const { time, change, ratio, units } = move;
      this.#rows.add({ ...move, tenant });
      if (time !== null) this.#times.add(time);
      if (change !== null) {
        this.#units.add(units.after);
        this.#change = widen(this.#change, change, compareDigits);
      }
      if (ratio !== null) this.#ratio = widen(this.#ratio, ratio, (a, b) => a - b);
    }
  }

  refuse(side: ComparisonRefusal['side'], { code, message }: SemanticError): void {
    const key = `${side} ${code}`;
    const known = this.#refusals.get(key) ?? { side, code, message, tenants: 0 };
    this.#refusals.set(key, { ...known, tenants: known.tenants + 1 });
  }

  /** Two answers of it were not read from one snapshot. */
  noteApart(): void {
    this.#apart += 1;
  }

  told(): ComparedMetric {
    const { metric, before, after } = this.#parts;
    const { rows, leftOut } = this.#rows.list();
    return {
      metric,
      before,
      after,
      tenants: { ...this.#tenants },
      values: { ...this.#values },
      change: this.#units.size === 1 ? this.#change : null,
      ratio: this.#ratio,
      times: [...this.#times].sort(),
      rows,
      rowsLeftOut: leftOut,
      refusals: [...this.#refusals.values()],
      apart: this.#apart,
    };
  }
}

function widen<Value>(
  known: Extremes<Value> | null,
  value: Value,
  compare: (a: Value, b: Value) => number,
): Extremes<Value> {
  if (known === null) return { least: value, greatest: value };
  return {
    least: compare(value, known.least) < 0 ? value : known.least,
    greatest: compare(value, known.greatest) > 0 ? value : known.greatest,
  };
}
