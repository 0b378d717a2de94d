import { parseSync } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/base/hash.ts';
import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';
import { asList, bodyOf, dottedName, POSITIONS } from '../../../src/sql/parse-tree.ts';
import { loadSqlVerifier, verifyTree } from '../../../src/sql/verify-sql.ts';
import { buildLeakCatalog } from '../../property/leak-project.ts';
import { refusedReason } from '../../support/refused-reason.ts';
import { SAMPLE_METRICS, sampleStatements } from './sample-statements.ts';
import {
  altered,
  conjuncts,
  isInside,
  nodesOf,
  type Path,
  sites,
  speaksOfTenant,
  taggedNodes,
  withValue,
} from './tree-mutants.ts';

const catalog = buildLeakCatalog(SAMPLE_METRICS);
/** Enough for every form to occur: trees have many places. */
const statements = sampleStatements(catalog).filter(({ name }) =>
  ['a shared table joined', 'scope through two joins', 'several legs, totals'].includes(name),
);
beforeAll(loadSqlVerifier);

interface Change {
  readonly path: Path;
  readonly tree: unknown;
  /** Whether the change touches scope, and must be refused. */
  readonly touches: boolean;
}

/** Lists the changes on which verifier and expectation differ; both answers must occur unless told otherwise. */
function disagreements(
  changes: (tree: unknown, statement: CompiledStatement) => readonly Change[],
  expected: readonly boolean[] = [true, false],
): readonly object[] {
  const seen = new Set<boolean>();
  const wrong = statements.flatMap(({ name, statement }) => {
    const tree: unknown = parseSync(statement.text);
    return changes(tree, statement).flatMap(({ path, tree: changed, touches }) => {
      seen.add(touches);
      const reason = reasonAgainst(changed, statement);
      return (reason !== null) === touches ? [] : [{ name, path: path.join('.'), reason, touches }];
    });
  });
  expect(seen).toEqual(new Set(expected));
  return wrong;
}

function reasonAgainst(tree: unknown, { slots }: CompiledStatement): string | null {
  return refusedReason(() => verifyTree(tree, { ...catalog, slots }));
}

/** Where the conditions stand that speak of the tenant. */
function scopePaths(tree: unknown, statement: CompiledStatement): readonly Path[] {
  return conjuncts(tree)
    .filter(({ value }) => speaksOfTenant(value, statement))
    .map(({ path }) => path);
}

describe('verifyTree refuses exactly what touches scope:', () => {
  it('each condition dropped in turn', () => {
    const dropped = disagreements((tree, statement) =>
      conjuncts(tree).map(({ path, value, without }) => ({
        path,
        tree: without,
        // A join that has no condition left is no join of ours either.
        touches: speaksOfTenant(value, statement) || path.at(-1) === 'quals',
      })),
    );
    expect(dropped).toEqual([]);
  });

  it.each(['NOT_EXPR', 'OR_EXPR', 'OR_EXPR, twice'])('each condition put under %s', (under) => {
    const wrapped = disagreements((tree, statement) =>
      conjuncts(tree).map(({ path, value }) => {
        const args = under === 'OR_EXPR, twice' ? [value, value] : [value];
        const boolop = { BoolExpr: { boolop: under.split(',')[0], args } };
        return { path, tree: withValue(tree, path, boolop), touches: speaksOfTenant(value, statement) };
      }),
    );
    expect(wrapped).toEqual([]);
  });

  it('each parameter replaced by each other in turn', () => {
    const replaced = disagreements((tree, statement) =>
      nodesOf(tree, 'ParamRef').flatMap(({ path, body }) => {
        const isTenant = (number: unknown): boolean =>
          typeof number === 'number' && statement.slots[number - 1]?.kind === 'tenant';
        return statement.slots.map((_slot, index) => ({
          path,
          tree: withValue(tree, [...path, 'number'], index + 1),
          touches: isTenant(body['number']) !== isTenant(index + 1),
        }));
      }),
    );
    expect(replaced).toEqual([]);
  });

  it('each alias of a column swapped for each other', () => {
    const swapped = disagreements((tree, statement) => {
      const scopes = scopePaths(tree, statement);
      const columns = nodesOf(tree, 'ColumnRef').filter(({ body }) => asList(body['fields']).length === 2);
      const aliases = new Set(columns.map(({ body }) => dottedName(asList(body['fields']).slice(0, 1))));
      return columns.flatMap(({ path, body }) =>
        [...aliases]
          .filter((alias) => alias !== dottedName(asList(body['fields']).slice(0, 1)))
          .map((alias) => ({
            path,
            tree: withValue(tree, [...path, 'fields', 0, 'String', 'sval'], alias),
            touches: scopes.some((scope) => isInside(path, scope)),
          })),
      );
    });
    expect(swapped).toEqual([]);
  });

  it('each table swapped for each other', () => {
    const scopeOf = (table: unknown): string =>
      canonicalJson(catalog.scopes.get(`vault.${String(table)}`) ?? null);
    const swapped = disagreements((tree, statement) => {
      const scopes = scopePaths(tree, statement);
      const names = [...catalog.scopes.keys()].map((key) => key.replace('vault.', ''));
      return nodesOf(tree, 'RangeVar')
        .filter(({ body }) => body['schemaname'] !== undefined)
        .flatMap(({ path, body }) =>
          [...names, 'secrets']
            .filter((name) => name !== body['relname'])
            .map((name) => ({
              path,
              tree: withValue(tree, [...path, 'relname'], name),
              // A table of the same rule is scoped as well; a parent is one table and no other.
              touches:
                scopes.some((scope) => isInside(path, scope)) || scopeOf(body['relname']) !== scopeOf(name),
            })),
        );
    });
    expect(swapped).toEqual([]);
  });
});

describe('verifyTree refuses', () => {
  it('a change of any word of a scope condition', () => {
    const changed = disagreements(
      (tree, statement) => {
        const scopes = scopePaths(tree, statement);
        return [...sites(tree)]
          .filter(({ path }) => scopes.some((scope) => isInside(path, scope)))
          .filter(({ path, value }) => altered(value) !== undefined && !POSITIONS.has(String(path.at(-1))))
          .map(({ path, value }) => ({ path, tree: withValue(tree, path, altered(value)), touches: true }));
      },
      [true],
    );
    expect(changed).toEqual([]);
  });

  it('a change of any word of how a table is read', () => {
    const changed = disagreements(
      (tree) =>
        nodesOf(tree, 'RangeVar')
          .filter(({ body }) => body['schemaname'] !== undefined && body['relname'] !== 'regions')
          .flatMap((table) =>
            [...sites(table.body)]
              .filter(({ path, value }) => altered(value) !== undefined && path.at(-1) !== 'location')
              .map(({ path, value }) => {
                const place = [...table.path, ...path];
                return { path: place, tree: withValue(tree, place, altered(value)), touches: true };
              }),
          ),
      [true],
    );
    expect(changed).toEqual([]);
  });

  it('a part of a scope condition left out', () => {
    const left = disagreements(
      (tree, statement) => {
        const scopes = scopePaths(tree, statement);
        return [...sites(tree)]
          .filter(({ path }) => scopes.some((scope) => isInside(path, scope)))
          .filter(({ path }) => !POSITIONS.has(String(path.at(-1))))
          .map(({ path }) => ({ path, tree: withValue(tree, path, undefined), touches: true }));
      },
      [true],
    );
    expect(left).toEqual([]);
  });

  it('a field that nobody knows, on any node', () => {
    const extended = disagreements(
      (tree) =>
        taggedNodes(tree)
          .filter(({ kind }) => kind !== 'String' && kind !== 'Integer')
          .map(({ path, body }) => ({
            path,
            tree: withValue(tree, path, { ...body, novelty: true }),
            touches: true,
          })),
      [true],
    );
    expect(extended).toEqual([]);
  });

  it('a kind that nobody knows, in place of any node', () => {
    const renamed = disagreements(
      (tree) =>
        taggedNodes(tree)
          .filter(({ kind }) => kind !== 'String' && kind !== 'Integer')
          .map(({ path, body }) => ({
            path,
            tree: withValue(tree, path.slice(0, -1), { Novelty: body }),
            touches: true,
          })),
      [true],
    );
    expect(renamed).toEqual([]);
  });

  it('what is no tree at all', () => {
    const [{ statement } = { statement: { text: '', slots: [], columns: [], totals: false } }] = statements;
    const select = bodyOf({ SelectStmt: {} }, 'SelectStmt');
    for (const tree of [
      null,
      [],
      'select',
      {},
      { stmts: [] },
      { stmts: [{}] },
      { stmts: [{ stmt: select }] },
    ])
      expect(reasonAgainst(tree, statement)).toBe('the SQL is not one select');
  });
});
