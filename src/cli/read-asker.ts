/** `--tenant` and `--as`: whose rows to read, and in whose place. */
import { CAPABILITIES, type Capability } from '../base/capability.ts';
import { isGroupName } from '../base/group-name.ts';
import type { LocalAsker } from '../serving/local-principal.ts';
import type { Claims } from '../tenancy/principal.ts';
import { usageError } from './usage-error.ts';

export const AS_FLAG = [
  '--as <rights>',
  'see what a key would be shown: "tenant=17,group=finance,capability=viewer,claim.region=north"',
] as const;

interface AskerFlags {
  readonly tenant?: readonly string[];
  readonly as?: string;
}

/** @throws SemanticError CLI_USAGE */
export function readAsker({ tenant = [], as }: AskerFlags): LocalAsker {
  const rights = as === undefined ? null : readRights(as);
  const tenants = [...tenant, ...(rights?.tenants ?? [])];
  if (tenants.length === 0) throw usageError('--tenant is required: whose rows to read');
  if (!rights) return { tenants, as: null };
  const { groups, capability, claims } = rights;
  return { tenants, as: { groups, capability, claims } };
}

interface Rights {
  readonly tenants: readonly string[];
  readonly groups: readonly string[];
  readonly capability: Capability;
  readonly claims: Claims;
}

function readRights(text: string): Rights {
  const tenants: string[] = [];
  const groups: string[] = [];
  const claims = new Map<string, readonly string[]>();
  let capability: Capability = 'viewer';
  for (const pair of text.split(',').map((part) => part.trim())) {
    const [, name = '', value = ''] =
      /^(tenant|group|capability|claim\.[a-z][a-z0-9_]{0,62})=(.+)$/.exec(pair) ?? [];
    const claim = name.replace(/^claim\./, '');
    if (name === 'tenant') tenants.push(value);
    else if (name === 'group' && isGroupName(value)) groups.push(value);
    else if (name === 'capability') capability = readCapability(value);
    else if (claim !== name) claims.set(claim, [...(claims.get(claim) ?? []), value]);
    else throw usageError(`--as "${pair}" is not tenant=…, group=…, capability=… or claim.NAME=…`);
  }
  return { tenants, groups, capability, claims: Object.fromEntries(claims) };
}

function readCapability(value: string): Capability {
  const found = CAPABILITIES.find((capability) => capability === value);
  if (found) return found;
  throw usageError(`--as capability=${value} is none of ${CAPABILITIES.join(', ')}`);
}
