/**
 * SQL over the rows of all tenants that counts or lists whose they are, and shows none of them. It is another type than the statements
 * that answer queries, and neither can be handed in for the other.
 */
import { deepFreeze } from '../base/freeze.ts';
import type { PhysicalSource } from '../tenancy/scope.ts';
import { compileInspection, compileTenantList } from './compile-inspection.ts';
import type { Inspection } from './inspection.ts';
import { ROLE_TEXTS } from './role-texts.ts';
import { SYSTEM_TEXTS } from './system-texts.ts';
import { verifyInspection, verifyTenantList } from './verify-inspection.ts';

const counted: unique symbol = Symbol('counted');

export interface InspectionStatement {
  readonly text: string;
  /** What fills `$1 …`: names and listed values, from definitions. */
  readonly parameters: readonly (readonly string[])[];
  readonly [counted]: true;
}

/** The only way to such a statement: compiled here, and verified unless its text is one of ours as it stands. */
export function prepareInspection(inspection: Inspection): InspectionStatement {
  const { text, parameters } = prepareText(inspection);
  return deepFreeze({ text, parameters, [counted]: true as const });
}

function namesOf(sources: readonly PhysicalSource[]): readonly (readonly string[])[] {
  return [sources.map(({ schema }) => schema), sources.map(({ table }) => table)];
}

function prepareText(inspection: Inspection): Omit<InspectionStatement, typeof counted> {
  switch (inspection.kind) {
    case 'table_names':
      return { text: SYSTEM_TEXTS.table_names, parameters: [] };
    case 'tables':
    case 'columns':
    case 'keys':
    case 'foreign_keys':
      return { text: SYSTEM_TEXTS[inspection.kind], parameters: namesOf(inspection.sources) };
    case 'warehouse_role':
      return { text: ROLE_TEXTS.warehouse_role, parameters: [] };
    case 'protection':
    case 'other_readable':
      return { text: ROLE_TEXTS[inspection.kind], parameters: namesOf(inspection.sources) };
    case 'tenants': {
      const text = compileTenantList(inspection);
      verifyTenantList(text);
      return { text, parameters: [] };
    }
    default: {
      const compiled = compileInspection(inspection);
      verifyInspection(compiled.text);
      return compiled;
    }
  }
}
