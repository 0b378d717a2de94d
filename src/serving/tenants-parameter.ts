/** The parameter of query strings by which a key of several tenants says whose rows to read. */
import Type from 'typebox';
import { parameterError } from './parse-query-string.ts';

export const TenantsParameter = Type.Optional(
  Type.String({
    maxLength: 2000,
    description: 'For keys bound to several tenants: those to read, comma-separated, or `all`.',
  }),
);

/** @throws SemanticError HTTP_PARAMETER */
export function readTenants(text: string | undefined): { tenants?: string[] | 'all' } {
  if (text === undefined) return {};
  if (text === 'all') return { tenants: text };
  const tenants = text.split(',');
  if (tenants.includes('')) throw parameterError('tenants', 'has an empty item');
  return { tenants };
}
