/** Which branches of formulas no fixture reaches, each with its place. */
import type { CoveredBranch, MetricCoverage } from '../fixtures/branches/cover-metrics.ts';
import { sayPlace } from './print-fixtures.ts';
import { printTable } from './print-table.ts';

/** Characters of a formula that are shown. */
const TEXT_LENGTH = 60;

const LEFT = { title: '', align: 'left' } as const;

/** `folder` is put before paths. */
export function printCoverage(coverage: readonly MetricCoverage[], folder: string): string {
  return coverage.map((metric) => printMetric(metric, folder)).join('');
}

function printMetric({ metric, branches }: MetricCoverage, folder: string): string {
  const left = branches.filter(({ state }) => state !== 'reached');
  const reached = branches.length - left.length;
  const head = `${metric}: ${reached} of ${branches.length} branches reached\n`;
  if (left.length === 0) return head;
  const rows = left.map((branch) => printBranch(branch, folder));
  const [, , ...lines] = printTable([LEFT, LEFT, LEFT, LEFT], rows).trimEnd().split('\n');
  return `${head}${lines.map((line) => `  ${line}\n`).join('')}`;
}

function printBranch({ metric, place, what, text, state }: CoveredBranch, folder: string): readonly string[] {
  const shown = text.length > TEXT_LENGTH ? `${text.slice(0, TEXT_LENGTH - 1)}…` : text;
  return [state, sayPlace(place.position, folder), metric, shown === '' ? what : `${what}: ${shown}`];
}

/** The same for machines. */
export function coverageJson(coverage: readonly MetricCoverage[]): object {
  return coverage.map(({ metric, branches }) => ({
    metric,
    reached: branches.filter(({ state }) => state === 'reached').length,
    branches: branches.map(({ place, ...branch }) => {
      const { file, line, column } = place.position;
      return { ...branch, file, line, column };
    }),
  }));
}
