/** Calls that evaluate a metric over other time or other groups: `trailing(m, 7 days)`, `share(m)` and the like. */
import { assertNever } from '../base/assert-never.ts';
import { isNumeric } from '../base/value-type.ts';
import type { MetricFunction } from './beyond-group.ts';
import type { DimensionReference } from './expression.ts';
import { FormulaFault } from './formula-fault.ts';
import type { MetricNames } from './formula-names.ts';
import type { ConditionSubject, MetricTree, OverGroups, OverTime, Unfiltered } from './metric-tree.ts';
import { modelsUnder } from './models-under.ts';
import { readDuration, readPeriod } from './read-duration.ts';
import { resolveSubject } from './resolve-dimension.ts';
import { groupBy } from './resolve-group.ts';
import type { CallSyntax, Syntax } from './syntax.ts';
import { argumentCount, refuseClause } from './type-row.ts';

/** How formulas of metrics are typed inside others. */
export interface TreeTyping {
  readonly names: MetricNames;
  typeTree(syntax: Syntax): MetricTree;
}

/** @throws FormulaFault */
export function typeMetricFunction(
  name: MetricFunction,
  call: CallSyntax,
  typing: TreeTyping,
): OverTime | OverGroups | Unfiltered {
  if (call.filterSpan) {
    const hint = `Filter the metric inside: ${name}(revenue filter (where …)).`;
    throw new FormulaFault('FORMULA_FILTER_PLACE', {}, { span: call.filterSpan, hint });
  }
  switch (name) {
    case 'shift':
      return typeShift(call, typing);
    case 'trailing': {
      const [input, length] = take(call, 2, typing);
      const reach = readDuration(length, typing.names, { name, buckets: true });
      return { kind: name, input, length: reach, type: valueType(input, call) };
    }
    case 'to_date': {
      const [input, period] = take(call, 2, typing);
      return { kind: name, input, period: readPeriod(period, typing.names), type: valueType(input, call) };
    }
    case 'running': {
      const [input] = take(call, 1, typing);
      return { kind: name, input, type: valueType(input, call) };
    }
    case 'total':
    case 'share':
    case 'rank':
      return typeOverGroups(name, call, typing);
    case 'unfiltered':
      return typeUnfiltered(call, typing);
    default:
      return assertNever(name);
  }
}

/** `shift(m, 1 year)`, `shift(m, to year)`. */
function typeShift(call: CallSyntax, typing: TreeTyping): OverTime {
  const start = call.clause?.kind === 'to' ? call.clause.names[0] : undefined;
  if (start) {
    const [input] = take(call, 1, typing, 'to');
    const period = readPeriod(start, typing.names);
    return { kind: 'shift_to_start', input, period, type: valueType(input, call) };
  }
  const [input, length] = take(call, 2, typing);
  const by = readDuration(length, typing.names, { name: 'shift', buckets: false });
  // Buckets are not allowed, so it is a length of time.
  if (by.kind === 'buckets') throw argumentCount(call, 'shift', 2, 2);
  return { kind: 'shift', input, by, type: valueType(input, call) };
}

function typeOverGroups(name: OverGroups['kind'], call: CallSyntax, typing: TreeTyping): OverGroups {
  const [input] = take(call, 1, typing, 'within');
  const within = (call.clause?.names ?? []).map((group): DimensionReference => {
    const read = { metric: 'the metric', models: modelsUnder(input, typing.names) };
    return groupBy(group, read, typing.names);
  });
  const type = valueType(input, call);
  if (name === 'total') return { kind: name, input, within, type };
  if (name === 'share') {
    if (!isNumeric(type)) throw mismatch(call, { expected: 'a number', actual: type });
    return { kind: name, input, within, type: 'float' };
  }
  if (type === 'boolean' || type === 'key')
    throw mismatch(call, { expected: 'a value with an order', actual: type });
  return { kind: name, input, within, type: 'integer' };
}

function typeUnfiltered(call: CallSyntax, typing: TreeTyping): Unfiltered {
  const [input] = take(call, 1, typing, 'by');
  const by = call.clause?.names.map((name): ConditionSubject => resolveSubject(name, typing.names)) ?? null;
  return { kind: 'unfiltered', input, by, type: valueType(input, call) };
}

/** The metric that the call is about, and its second argument. */
function take(
  call: CallSyntax,
  count: 1 | 2,
  typing: TreeTyping,
  clause?: 'to' | 'within' | 'by',
): readonly [MetricTree, Syntax] {
  refuseClause(call, clause);
  const [first, second = first] = call.operands;
  if (!first || !second || call.operands.length !== count)
    throw argumentCount(call, call.name.toLowerCase(), count, count);
  return [typing.typeTree(first), second];
}

function valueType(input: MetricTree, call: CallSyntax): Exclude<MetricTree['type'], 'null'> {
  const { type } = input;
  if (type === 'null' || input.kind === 'literal')
    throw mismatch(call, { expected: 'a metric', actual: 'a constant' });
  return type;
}

function mismatch(call: CallSyntax, params: { expected: string; actual: string }): FormulaFault {
  const span = call.operands[0]?.span ?? call.span;
  return new FormulaFault(
    'FORMULA_TYPE_MISMATCH',
    { operation: call.name.toLowerCase(), ...params },
    { span },
  );
}
