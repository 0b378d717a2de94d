/** Comma-separated text with quoted fields (RFC 4180), for files that fit in memory. */

/** One field and what ends it: a comma, a line break or the end. A quoted field doubles its quotes. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/**
 * The records after the header, each by the header's names.
 * @throws RangeError naming the record that is not well-formed
 */
export function parseCsv(text: string): readonly ReadonlyMap<string, string>[] {
  const [header = [], ...records] = readRecords(text);
  return records.map((fields, index) => {
    if (fields.length !== header.length)
      throw new RangeError(`record ${index + 1} has ${fields.length} fields, the header ${header.length}`);
    return new Map(header.map((name, column) => [name, fields[column] ?? '']));
  });
}

function readRecords(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let offset = 0;
  while (offset < text.length || record.length > 0) {
    FIELD.lastIndex = offset;
    const match = FIELD.exec(text);
    if (match === null) throw new RangeError(`record ${records.length} has a stray quote`);
    const [{ length }, quoted, plain = '', end] = match;
    record.push(quoted?.replaceAll('""', '"') ?? plain);
    offset += length;
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
