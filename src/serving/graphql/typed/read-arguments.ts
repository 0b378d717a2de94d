/** The arguments of a metric's field → the query of REST that asks the same. The engine checks it like any other. */
import { readQueryInput } from '../input-types.ts';
import { VALUE } from './group-types.ts';

export interface ValueArguments {
  readonly version?: number | null;
  readonly top?: object | null;
  readonly order?: readonly { readonly by?: string; readonly dimension?: string }[] | null;
  readonly having?: readonly object[] | null;
  readonly compare?: object | null;
  readonly after?: string | null;
}

/** `totals`: whether the document asks for them. */
export function readArguments(metric: string, given: ValueArguments, totals: boolean): unknown {
  const { version, top, order, having, compare, after, ...others } = given;
  return readQueryInput({
    ...others,
    metrics: [{ metric, as: VALUE, ...(version == null ? {} : { version }) }],
    ...(top == null ? {} : { top: { ...top, by: VALUE } }),
    ...(order == null ? {} : { order: order.map(readOrder) }),
    ...(having == null ? {} : { having: having.map(readCondition) }),
    ...(compare == null ? {} : { compare: [compare] }),
    ...(after == null ? {} : { cursor: after }),
    ...(totals ? { totals: true } : {}),
  });
}

/** Both, or neither, are a fault that the engine names. */
function readOrder({
  by,
  dimension,
  ...others
}: {
  readonly by?: string;
  readonly dimension?: string;
}): object {
  if (by !== undefined && dimension !== undefined) return { by, dimension, ...others };
  const column = by ?? dimension;
  return column === undefined ? others : { by: column, ...others };
}

/** What names no dimension is on the value, however deep it stands. */
function readCondition(condition: object): object {
  const { all, any: some, not, ...own }: { all?: object[]; any?: object[]; not?: object } = condition;
  return {
    ...('op' in own && !('dimension' in own) ? { metric: VALUE } : {}),
    ...own,
    ...(all ? { all: all.map(readCondition) } : {}),
    ...(some ? { any: some.map(readCondition) } : {}),
    ...(not ? { not: readCondition(not) } : {}),
  };
}
