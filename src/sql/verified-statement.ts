/** SQL that the verifier has passed. Nothing else can be handed to a warehouse. */
import { deepFreeze } from '../base/freeze.ts';
import { hashOf } from '../base/hash.ts';
import { invariant } from '../base/invariant.ts';
import type { ParameterValue } from '../query/bound-query.ts';
import type { Recipient } from '../tenancy/recipient.ts';
import type { RowValues } from '../tenancy/row-condition.ts';
import type { Scope } from '../tenancy/scope.ts';
import type { CompiledStatement, ParameterSlot } from './compiled-statement.ts';

const passed: unique symbol = Symbol('passed');

export interface VerifiedStatement extends CompiledStatement {
  /** Of the text, by which records and receipts name it: made once, for a plan is asked again and again. */
  readonly hash: string;
  readonly [passed]: true;
}

/** Called by `verifySql` alone. What was verified cannot be changed afterwards. */
export function markVerified(statement: CompiledStatement): VerifiedStatement {
  return deepFreeze({ ...statement, hash: hashOf(statement.text), [passed]: true as const });
}

/** The values of `$1 …`, in order, from the scope, the request and the formulas' own constants. */
export function fillSlots(
  statement: VerifiedStatement,
  scope: Scope,
  parameters: readonly ParameterValue[],
): ParameterValue[] {
  return statement.slots.map((slot: ParameterSlot) => {
    if (slot.kind === 'tenants') return scope.tenants;
    if (slot.kind === 'tenant') return onlyTenant(scope);
    if (slot.kind === 'constant') return slot.value;
    if (slot.kind === 'rows') return valuesOf(slot.values, scope);
    if (slot.kind === 'pseudonym') return recipientOf(scope).padOf(slot.pad);
    const value = parameters[slot.index];
    invariant(value !== undefined, `query parameter ${slot.index} has no value`);
    return value;
  });
}

/** A list that is missing is never taken for one that holds everything. */
function valuesOf({ name }: RowValues, { rows }: Scope): readonly string[] {
  const values = rows?.[name];
  invariant(values !== undefined, `a statement is run without the values of ${name}`);
  return values;
}

function recipientOf({ recipient }: Scope): Recipient {
  invariant(recipient, 'a statement that gives pseudonyms is run for somebody');
  return recipient;
}

function onlyTenant({ tenants }: Scope): string {
  const [only, ...others] = tenants;
  invariant(only !== undefined && others.length === 0, 'a statement for one tenant is run for one');
  return only;
}
