/** The currency that a query asks for → what converts money to it; none where it asks for none. */
import type { Catalog } from '../catalog/catalog.ts';
import { MoneyConverter } from './convert-money.ts';
import type { MetricQuery } from './metric-query.ts';
import type { ParameterList } from './parameter-list.ts';
import type { QuerySetting } from './query-setting.ts';

/** @throws SemanticError QUERY_NO_RATES */
export function bindCurrency(
  { currency }: MetricQuery,
  catalog: Catalog,
  { setting, parameters }: { readonly setting: QuerySetting | undefined; readonly parameters: ParameterList },
): MoneyConverter | null {
  if (currency === undefined) return null;
  return new MoneyConverter(currency, {
    catalog,
    parameters,
    tenantCurrency: setting?.currency ?? catalog.project.currency,
    tenantsDiffer: setting?.tenantsDiffer ?? false,
  });
}
