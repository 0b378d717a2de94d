/** What of the audit an admin asks for, from the query string to a filter that never leaves the admin's own tenants. */
import Type, { type Static } from 'typebox';
import { AUDIT_OUTCOMES, type AuditFilter, type UsageFilter } from '../../../store/audit-record.ts';
import type { Principal } from '../../../tenancy/principal.ts';
import { parameterError } from '../../parse-query-string.ts';
import { readInstant } from '../../read-instant.ts';

const moment = (description: string) =>
  Type.Optional(Type.String({ maxLength: 40, description, examples: ['2026-01-31'] }));

export const RangeParameters = {
  from: moment('From this moment on: a day in UTC, or a date-time with offset.'),
  to: moment('Until before this moment.'),
} as const;

export const AuditParameters = {
  ...RangeParameters,
  principal: Type.Optional(
    Type.String({ maxLength: 1_000, description: 'Only requests of this key or user, by its id.' }),
  ),
  metric: Type.Optional(
    Type.String({ maxLength: 63, description: 'Only requests for this metric.', examples: ['roas'] }),
  ),
  outcome: Type.Optional(Type.Enum(AUDIT_OUTCOMES, { description: 'Only requests that ended like this.' })),
  route: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'Only requests of this route, as records name it.',
      examples: ['/v1/query'],
    }),
  ),
} as const;

const _parameters = Type.Object(AuditParameters);
const _range = Type.Object(RangeParameters);

/** @throws SemanticError HTTP_PARAMETER */
export function readAuditFilter(
  { from, to, ...others }: Static<typeof _parameters>,
  { tenants }: Principal,
): AuditFilter {
  return { ...others, ...readRange({ from, to }), tenants };
}

/** @throws SemanticError HTTP_PARAMETER */
export function readRange({
  from,
  to,
}: { [Name in keyof Static<typeof _range>]: string | undefined }): Pick<UsageFilter, 'from' | 'to'> {
  return {
    ...(from === undefined ? {} : { from: readMoment('from', from) }),
    ...(to === undefined ? {} : { to: readMoment('to', to) }),
  };
}

function readMoment(name: string, text: string): string {
  const instant = readInstant(text);
  if (instant === null)
    throw parameterError(name, 'must be a day, as 2026-01-31, or a date-time with offset');
  return instant;
}
