/** What was proven of each source, as a table for people. */
import { sayCount } from '../base/say-count.ts';
import type { KeyEvidence } from '../proof/prove-keys.ts';
import type { ModelProof } from '../proof/prove-warehouse.ts';
import { printTable } from './print-table.ts';

const WORDS: Readonly<Record<KeyEvidence, string>> = {
  constraint: 'kept by the database',
  count: 'true of the rows today',
  no: 'not true',
};

export function printProofs(proofs: readonly ModelProof[]): string {
  const rows = proofs.flatMap(({ model, source, rows: count, keys }) => {
    const own = [model, source, count === null ? 'not there' : count.toLocaleString('en-US')];
    const told = keys.map(({ columns, by }) => [columns.join(', '), WORDS[by]]);
    const [first = ['–', 'no key declared'], ...others] = told;
    return [[...own, ...first], ...others.map((key) => ['', '', '', ...key])];
  });
  const table = printTable(
    [
      { title: 'model', align: 'left' },
      { title: 'source', align: 'left' },
      { title: 'rows', align: 'right' },
      { title: 'key', align: 'left' },
      { title: 'proof', align: 'left' },
    ],
    rows,
  );
  const proven = proofs.filter((proof) => proof.proven).length;
  return `${table}\nkeys of ${proven} of ${sayCount(proofs.length, 'model')} proven\n`;
}
