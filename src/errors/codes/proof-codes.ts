/** Where the definitions and the real tables differ (`PROOF_`). */
import { entry } from '../error-code.ts';

const differs = <const T extends string>(title: string, template: T) => entry(422, title, template);

export const proofCodes = {
  PROOF_NO_SOURCE: differs('Source not in the warehouse', 'The warehouse has no table or view {source}.'),
  PROOF_NO_COLUMN: differs('Column not in the source', '{source} has no column "{column}".'),
  PROOF_NOT_READABLE: differs(
    'Column not readable',
    'The connection may not read the column "{column}" of {source}.',
  ),
  PROOF_TYPE: differs(
    'Type does not fit the column',
    '"{member}" is declared {type}, but its column is {physical}: {reason}.',
  ),
  PROOF_VALUES_UNLISTED: differs(
    'Values not listed',
    'A value of "{member}" that is not listed stands in {rows}.',
  ),
  PROOF_KEY_REPEATED: differs(
    'Key not unique',
    'The key ({columns}) of {model} is not unique{within}: {keys} repeated.',
  ),
  PROOF_KEY_NULL: differs('Key not whole', 'The key ({columns}) of {model} is null in {rows}.'),
  PROOF_CALENDAR: differs('Calendar contradicts itself', 'In the calendar {calendar}, {problem}.'),
  PROOF_PARENT_KEY_REPEATED: differs(
    'Parent key not unique over all tenants',
    '{model} is scoped through ({columns}) of {parent}, which must be unique over all tenants and is not: {keys} repeated.',
  ),
  PROOF_JOIN_TYPES: differs(
    'Join columns do not compare',
    'The join {join} compares {column} ({physical}) with {target} ({other}): {reason}.',
  ),
  PROOF_ORPHANS: differs(
    'Rows without a partner',
    '{rows} of {model} without the partner in {target} that the join {join} names: the null group has them.',
  ),
  PROOF_VALIDITY_OVERLAPS: differs(
    'Rows valid at once',
    '{rows} of {model} valid at a time at which another row of equal ({columns}) is{within}: each counts until the next begins.',
  ),
  PROOF_VALIDITY_REVERSED: differs(
    'Rows end before they begin',
    '{rows} of {model} ending before the beginning: they are never valid.',
  ),
  PROOF_ROWS_UNSEEN: differs(
    'Rows that nobody sees',
    '{rows} of {model} without a tenant: nobody sees them.',
  ),
  PROOF_TENANTS_ALIKE: differs(
    'Tenants alike',
    '{tenants} of {model} written in several ways, which differ by case or space only: each way is a tenant of its own.',
  ),
  PROOF_NULL_COMPARED: differs(
    'Null compared',
    '"{member}" can be null, and where it is, {operator} does not hold: {rows} today.',
  ),
} as const;
