/** The GraphQL schema of catalogs that are unlike most: what it must be built for all the same. */
import { printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { buildGraphqlSchema } from '../../../src/serving/graphql/schema.ts';
import { catalogOf, change, type Files, metricFile, SMALL_PROJECT } from '../catalog/small-project.ts';
import { buildFiles, propose, release } from '../versions/released-project.ts';

const schemaOf = (files: Files): string => printSchema(buildGraphqlSchema(buildFiles(files).catalog));

/** The files with the formula of units changed and its version raised. */
function withVersions(from: string, to: string): Files {
  const first = release({ ...SMALL_PROJECT, 'sales/units.yaml': metricFile('units', from) });
  return propose({ ...first, 'sales/units.yaml': metricFile('units', to) });
}

describe('the field of a metric', () => {
  it.each([
    ['Decimal', 'sum(items.quantity)', 'avg(items.quantity)'],
    ['Float', 'avg(items.quantity)', 'avg(items.price)'],
    ['JSON', 'sum(items.quantity)', 'max(orders.ordered_at)'],
  ])('has values of %s where its versions are %s and %s', (scalar, from, to) => {
    const fields = schemaOf(withVersions(from, to)).split('\n');
    const answers = fields
      .slice(fields.indexOf('    version: VersionOfUnits'))
      .find((line) => line.startsWith('  ):'));
    expect(answers).toMatch(new RegExp(`^  \\): \\w+${scalar}Values!$`));
  });

  it('may be called like a type of every schema, and be of any version', () => {
    const first = release({ ...SMALL_PROJECT, 'sales/metric.yaml': metricFile('metric', 'count(orders)') });
    const named = propose({ ...first, 'sales/metric.yaml': metricFile('metric', 'count(items)') });
    expect(schemaOf(named)).toContain('enum VersionOfMetric');
    const late = metricFile('orders_count', 'count(orders)').replace('version: 1', 'version: 999999999');
    expect(schemaOf({ ...SMALL_PROJECT, 'sales/orders_count.yaml': late })).toContain('ordersCount(');
  });

  it('is there for none where there are no metrics', () => {
    const models = Object.entries(SMALL_PROJECT).filter(([path]) => !path.startsWith('sales/'));
    expect(schemaOf(Object.fromEntries(models))).not.toContain('type Values');
    expect(catalogOf(change()).metrics.size).toBeGreaterThan(0);
  });
});
