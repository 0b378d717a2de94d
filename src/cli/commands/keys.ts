/** `vitrine keys`: makes, lists, replaces and revokes service keys. */

import { type Command, Option } from 'commander';
import { Temporal } from 'temporal-polyfill';
import { CAPABILITIES, type Capability } from '../../base/capability.ts';
import { toTenantId } from '../../serving/local-principal.ts';
import type { ServiceKey } from '../../store/store.ts';
import type { Claims } from '../../tenancy/principal.ts';
import { withBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { printTable, type TableColumn } from '../print-table.ts';
import { usageError } from '../usage-error.ts';

interface CreateFlags {
  readonly tenant?: readonly string[];
  readonly capability: Capability;
  readonly group?: readonly string[];
  readonly claim?: readonly string[];
  readonly label?: string;
  readonly expires?: string;
  readonly json?: true;
}

interface RotateFlags {
  readonly overlap: string;
  readonly expires?: string;
  readonly json?: true;
}

export function addKeysCommand(program: Command, context: CommandContext): void {
  const keys = program.command('keys').description('make, list, replace and revoke service keys');
  keys
    .command('create')
    .description('make a key; it is shown this once')
    .option('--tenant <tenant...>', 'tenants that it may ask for')
    .addOption(
      new Option('--capability <capability>', 'what it may do').choices(CAPABILITIES).default('viewer'),
    )
    .option('--group <group...>', 'groups that it speaks for, which access and policies name')
    .option('--claim <name=value...>', 'claims that policies ask for: region=north region=south')
    .option('--label <text>', 'what it is for; says who may do what unless given')
    .option('--expires <time>', 'when it ends: an ISO 8601 date or date-time with offset')
    .option('--json', 'print {"id": …, "key": …}')
    .action((flags: CreateFlags) => createKey(flags, context));
  keys
    .command('list')
    .description('list all keys, without their secrets')
    .option('--json', 'print them as JSON')
    .action((flags: { readonly json?: true }) => listKeys(flags, context));
  keys
    .command('rotate')
    .description('make a key in the place of another, which lives on for a while')
    .argument('<id>', 'its id, as in the list')
    .option('--overlap <time>', 'how long the old key lives on: "30 minutes", "2 days", 0', '1 day')
    .option('--expires <time>', 'when the new key ends; when the old one would have, unless given')
    .option('--json', 'print {"id": …, "key": …}')
    .action((id: string, flags: RotateFlags) => rotateKey(id, flags, context));
  keys
    .command('revoke')
    .description('end a key')
    .argument('<id>', 'its id, as in the list')
    .option('--json', 'print the outcome as JSON')
    .action((id: string, flags: { readonly json?: true }) => revokeKey(id, flags, context));
}

async function createKey(flags: CreateFlags, { config, progress, terminal }: CommandContext): Promise<void> {
  const { tenant = [], group: groups = [], capability, expires, json } = flags;
  const claims = readClaims(flags.claim ?? []);
  if (tenant.length === 0) throw usageError('--tenant is required: which tenant the key may ask for');
  if (tenant.includes('')) throw usageError('--tenant must not be empty');
  const expiresAt = expires === undefined ? null : readInstant(expires);
  const label = flags.label ?? `${capability} of ${tenant.join(', ')}`.slice(0, 100);
  const request = { label, tenants: tenant.map(toTenantId), capability, groups, claims, expiresAt };
  const made = await withBackend(config(), progress(), (backend) => backend.createKey(request));
  terminal.out.write(json ? `${JSON.stringify(made)}\n` : `${made.key}\n`);
  if (!json) terminal.err.write('Keep it: it is not shown again.\n');
}

async function rotateKey(
  id: string,
  { overlap, expires, json }: RotateFlags,
  { config, progress, terminal, fail }: CommandContext,
): Promise<void> {
  const replacement = {
    overlapMs: readOverlap(overlap),
    expiresAt: expires === undefined ? null : readInstant(expires),
  };
  const made = await withBackend(config(), progress(), (backend) => backend.replaceKey(id, replacement));
  if (!made) {
    terminal.err.write(`error there is no live key ${JSON.stringify(id)}\n`);
    fail(1);
    return;
  }
  terminal.out.write(json ? `${JSON.stringify(made)}\n` : `${made.key}\n`);
  if (!json) terminal.err.write('Keep it: it is not shown again.\n');
}

const UNITS_MS: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};
const LONGEST_OVERLAP_MS = 2_592_000_000;

/** `region=north`; the same name again adds a value. */
function readClaims(pairs: readonly string[]): Claims {
  const claims = new Map<string, readonly string[]>();
  for (const pair of pairs) {
    const [, name = '', value = ''] = /^([a-z][a-z0-9_]{0,62})=(.*)$/s.exec(pair) ?? [];
    if (name === '') throw usageError(`--claim "${pair}" is not NAME=VALUE, as region=north`);
    claims.set(name, [...(claims.get(name) ?? []), value]);
  }
  return Object.fromEntries(claims);
}

/** In milliseconds. */
function readOverlap(text: string): number {
  if (text === '0') return 0;
  const [, count = '', unit = ''] = /^([1-9]\d{0,8}) (second|minute|hour|day)s?$/.exec(text) ?? [];
  const length = Number(count) * (UNITS_MS[unit] ?? Number.NaN);
  if (length <= LONGEST_OVERLAP_MS) return length;
  throw usageError(`--overlap "${text}" is not 0, nor a time such as "2 hours", up to 30 days`);
}

/** A bare day means its first moment in UTC; anything finer needs an offset. */
function readInstant(text: string): string {
  const shape = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/;
  try {
    if (shape.test(text))
      return Temporal.Instant.from(text.includes('T') ? text : `${text}T00:00Z`).toString();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw usageError(`--expires "${text}" is not a date or a date-time with offset`);
}

async function listKeys(
  { json }: { readonly json?: true },
  { config, progress, terminal }: CommandContext,
): Promise<void> {
  const items = await withBackend(config(), progress(), (backend) => backend.listKeys());
  if (json) terminal.out.write(`${JSON.stringify({ items }, null, 2)}\n`);
  else terminal.out.write(printKeys(items));
}

function printKeys(keys: readonly ServiceKey[]): string {
  const titles = ['id', 'label', 'tenants', 'capability', 'groups', 'created', 'state'];
  const columns: readonly TableColumn[] = titles.map((title) => ({ title, align: 'left' }));
  const rows = keys.map(({ id, label, tenants, capability, groups, createdAt, expiresAt, revokedAt }) => [
    id,
    label,
    tenants.join(', '),
    capability,
    groups.join(', '),
    createdAt,
    revokedAt === null ? (expiresAt === null ? 'live' : `until ${expiresAt}`) : `revoked ${revokedAt}`,
  ]);
  return printTable(columns, rows);
}

async function revokeKey(
  id: string,
  { json }: { readonly json?: true },
  { config, progress, terminal, fail }: CommandContext,
): Promise<void> {
  const revoked = await withBackend(config(), progress(), (backend) => backend.revokeKey(id));
  if (json) terminal.out.write(`${JSON.stringify({ revoked })}\n`);
  else if (revoked) terminal.out.write(`Key ${id} is revoked.\n`);
  else terminal.err.write(`error there is no live key ${JSON.stringify(id)}\n`);
  if (!revoked) fail(1);
}
