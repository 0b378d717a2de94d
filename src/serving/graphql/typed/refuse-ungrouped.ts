/** Fields that would be null in every row, and look like an answer: of what the query does not group by or compare. */
import type { GraphQLResolveInfo } from 'graphql';
import { SemanticError } from '../../../errors/semantic-error.ts';
import type { DimensionGroup } from './dimension-groups.ts';
import { columnOfField, needOfField } from './group-types.ts';
import { selectedFields } from './selected-fields.ts';

interface Given {
  readonly by?: readonly string[] | null;
  readonly time?: { readonly grain?: string | null } | null;
  readonly top?: { readonly others?: boolean | null } | null;
  readonly compare?: object | null;
}

/** @throws SemanticError HTTP_GRAPHQL_NOT_GROUPED */
export function refuseUngrouped(given: Given, group: DimensionGroup, info: GraphQLResolveInfo): void {
  const grouped = new Set(given.by ?? []);
  const has = {
    time: given.time?.grain != null,
    others: given.top?.others === true,
    compare: given.compare != null,
  };
  for (const field of [...selectedFields(info, ['rows']), ...selectedFields(info, ['totals'])]) {
    const column = columnOfField(field, group);
    if (column !== null && !grouped.has(column)) throw notGrouped(field, `"${column}" in \`by\``);
    const need = needOfField(field);
    if (need !== null && !has[need]) throw notGrouped(field, NEEDS[need]);
  }
}

const NEEDS = { time: 'a grain in `time`', others: '`others` in `top`', compare: '`compare`' } as const;

function notGrouped(field: string, missing: string): SemanticError {
  return new SemanticError('HTTP_GRAPHQL_NOT_GROUPED', { field, missing });
}
