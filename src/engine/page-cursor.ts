/**
 * Cursors: where a page ended, and in the answer to which question, signed so that nothing else can be asked
 * by one. They hold what the caller has just been shown, and no secret.
 */
import { hashOf } from '../base/hash.ts';
import { isSigned, type SigningKey, sign } from '../base/sign.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { BoundQuery } from '../query/bound-query.ts';
import type { MetricQuery } from '../query/metric-query.ts';
import type { Scope } from '../tenancy/scope.ts';

type Row = readonly (string | null)[];

interface Position {
  /** Hash of all that the order of rows depends on. */
  readonly question: string;
  /** The text of each column of the order, in the last row of the page. */
  readonly row: Row;
}

/** What a cursor is bound to: if any of it moves, rows would be skipped or repeated without a word. */
export interface Question {
  readonly catalog: string;
  readonly query: MetricQuery;
  readonly search: string | undefined;
  readonly scope: Scope;
  readonly bound: BoundQuery;
}

export function hashQuestion({ catalog, query, search, scope, bound }: Question): string {
  // How long a page is and how it is written may change from page to page.
  const {
    cursor: _cursor,
    limit: _limit,
    layout: _layout,
    numbers: _numbers,
    totals: _totals,
    ...asked
  } = query;
  const { range, zone } = bound.context;
  // Conditions too may speak of `last 30 days`: what they resolved to is among the values.
  const values = bound.parameters.filter((_value, index) => index !== bound.shape.limit.index);
  return hashOf({ catalog, asked, search, scope, range, zone, values });
}

export class CursorBook {
  private readonly key: SigningKey;

  constructor(secret: string) {
    this.key = { secret, purpose: 'cursor' };
  }

  write(position: Position): string {
    const payload = Buffer.from(JSON.stringify([position.question, position.row])).toString('base64url');
    return `${payload}.${sign(payload, this.key)}`;
  }

  /** @throws SemanticError QUERY_CURSOR_INVALID, QUERY_CURSOR_STALE */
  read(cursor: string, question: string): Row {
    const [payload = '', signature = '', ...rest] = cursor.split('.');
    if (rest.length > 0 || !isSigned(payload, signature, this.key)) {
      const hint = 'Send page.next of the page before, unchanged; without a cursor, the first page.';
      throw new SemanticError('QUERY_CURSOR_INVALID', {}, { path: '/cursor', hint });
    }
    // What we signed has the form that we write.
    const [asked, row] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [string, Row];
    if (asked !== question) {
      const hint = 'Begin again without a cursor; all pages are asked with the same query.';
      throw new SemanticError('QUERY_CURSOR_STALE', {}, { path: '/cursor', hint });
    }
    return row;
  }
}
