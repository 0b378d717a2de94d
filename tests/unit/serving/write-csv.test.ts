import { expect, test } from 'vitest';
import { type CsvCell, writeCsvLine } from '../../../src/serving/write-csv.ts';

test.each<[CsvCell, string]>([
  [null, ''],
  ['', ''],
  [-12.5, '-12.5'],
  [1e21, '1e+21'],
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r\n=1', '"\'\r\n=1"'],
  ['=cmd|"/c"!A,1', '"\'=cmd|""/c""!A,1"'],
  ['1=1', '1=1'],
])('%j is written as %j', (cell, expected) => {
  expect(writeCsvLine([cell, 'end'])).toBe(`${expected},end\r\n`);
});
