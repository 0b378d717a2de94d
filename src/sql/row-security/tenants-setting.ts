/**
 * The setting by which a session says whose rows it may see, and how tenants are written in it. Whoever reads it
 * takes any text: what makes no sense names nobody.
 */
import type { TenantId } from '../../tenancy/principal.ts';

/** The setting's name. */
export const TENANTS_SETTING = 'vitrine.tenants';

/** A tenant's id can have any character: those that would end it, or the text around it, are written otherwise. */
const ESCAPES: readonly (readonly [character: string, escape: string])[] = [
  ['%', '%0'],
  [',', '%1'],
  ["'", '%2'],
  ['\\', '%3'],
];

/** What the setting says for these tenants, without quotes and backslashes; no two lists have the same text. */
export function writeTenantsSetting(tenants: readonly TenantId[]): string {
  return tenants.map(escape).join(',');
}

/** SQL that turns one part of the setting back into a tenant's id. */
export const READ_PART =
  "replace(replace(replace(replace(part, '%3', chr(92)), '%2', ''''), '%1', ','), '%0', '%')";

/** Percent signs first, since the others bring new ones; and so last where it is read. */
function escape(tenant: string): string {
  return ESCAPES.reduce((text, [character, written]) => text.replaceAll(character, written), tenant);
}
