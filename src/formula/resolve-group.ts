/** Names that formulas of metrics group by: `within channel.name`, `per product.sku`. */

import { isTemporal } from '../base/value-type.ts';
import type { DimensionReference } from './expression.ts';
import { findJoined } from './find-joined.ts';
import { FormulaFault } from './formula-fault.ts';
import type { FormulaMember, MetricNames } from './formula-names.ts';
import { type ReadModels, refuseNoPath, resolveDimension } from './resolve-dimension.ts';
import type { NameSyntax } from './syntax.ts';

/** A dimension that every leg reaches by one path. @throws FormulaFault */
export function groupBy(name: NameSyntax, read: ReadModels, names: MetricNames): DimensionReference {
  const dimension = resolveDimension(name, names);
  const params = { operation: 'A grouping', expected: 'a dimension' };
  if (findMember(dimension, names)?.kind === 'fact') {
    const hint = 'Facts are aggregated and filtered, not grouped by.';
    throw new FormulaFault(
      'FORMULA_TYPE_MISMATCH',
      { ...params, actual: 'a fact' },
      { span: name.span, hint },
    );
  }
  if (isTemporal(dimension.type)) {
    const hint = 'Buckets of the time of the metric itself are named by their grain: per day.';
    const actual = `a ${dimension.type}`;
    throw new FormulaFault('FORMULA_TYPE_MISMATCH', { ...params, actual }, { span: name.span, hint });
  }
  refuseNoPath(dimension, { name, read, names });
  return dimension;
}

function findMember(
  { start, joins, member }: DimensionReference,
  { roles, models }: MetricNames,
): FormulaMember | undefined {
  const first = models.get(start.kind === 'role' ? (roles?.get(start.name) ?? '') : start.name);
  const home = findJoined(first, joins, models);
  return home?.members.get(member);
}
