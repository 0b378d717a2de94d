import { describe, expect, it } from 'vitest';
import { readAirports, readFlights } from '../../examples/flights/flight-records.ts';
import { parseCsv } from '../../examples/flights/parse-csv.ts';

function parse(text: string): readonly (readonly string[])[] {
  return parseCsv(text).map((record) => [...record.values()]);
}

describe('parseCsv', () => {
  it.each([
    [
      'plain fields',
      'a,b\n1,2\n3,4\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['no line break at the end', 'a,b\n1,2', [['1', '2']]],
    ['CR LF', 'a,b\r\n1,2\r\n', [['1', '2']]],
    ['empty fields', 'a,b\n,\n', [['', '']]],
    ['an empty last field at the end', 'a,b\n1,', [['1', '']]],
    ['commas in quotes', 'a,b\n"1,5",2\n', [['1,5', '2']]],
    ['doubled quotes', 'a\n"W. H. ""Bud"" Barron"\n', [['W. H. "Bud" Barron']]],
    ['line breaks in quotes', 'a,b\n"1\n2",3\n', [['1\n2', '3']]],
    ['quotes around nothing', 'a,b\n"",2\n', [['', '2']]],
    ['a header alone', 'a,b\n', []],
    ['nothing', '', []],
  ])('%s', (_, text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  it.each([
    ['a quote inside a plain field', 'a\n1"2\n'],
    ['text after the closing quote', 'a\n"1"2\n'],
    ['a quote that never closes', 'a\n"1\n'],
    ['a field too many', 'a\n1,2\n'],
    ['a field too few', 'a,b\n1\n'],
  ])('refuses %s', (_, text) => {
    expect(() => parseCsv(text)).toThrow(RangeError);
  });
});

describe('the flights’ files', () => {
  it('are read whole', () => {
    const airports = readAirports();
    expect(readFlights().length).toBe(20_000);
    expect(airports.length).toBe(3376);
    expect(airports.filter(({ state }) => state === null).length).toBe(12);
    expect(airports.find(({ iata }) => iata === 'DBN')?.name).toBe('W. H. "Bud" Barron');
    expect(airports.find(({ iata }) => iata === 'PUW')?.city).toBe('Pullman/Moscow,ID');
  });
});
