/** The keys of the demo's clients: made once, kept beside the embedded database, made anew when revoked. */
import { join } from 'node:path';
import Type from 'typebox';
import { type DemoClient, demoClients } from '../demo/demo-clients.ts';
import { toTenantId } from '../serving/local-principal.ts';
import type { Store } from '../store/store.ts';
import { privateFile } from './private-file.ts';

const DemoKeysSchema = Type.Object({
  keys: Type.Array(Type.Object({ tenant: Type.String(), name: Type.String(), key: Type.String() })),
});

export interface DemoKey {
  readonly tenant: string;
  readonly name: string;
  readonly key: string;
}

type KeyStore = Pick<Store, 'createKey' | 'findPrincipal'>;

/** A live key for each client of the demo. */
export async function ensureDemoKeys(stateFolder: string, store: KeyStore): Promise<readonly DemoKey[]> {
  const file = privateFile(join(stateFolder, 'demo-keys.json'), DemoKeysSchema);
  const kept = (await file.read())?.keys ?? [];
  const keys: DemoKey[] = [];
  for (const client of demoClients)
    keys.push((await findLive(client, kept, store)) ?? (await make(client, store)));
  if (JSON.stringify(keys) !== JSON.stringify(kept)) await file.write({ keys });
  return keys;
}

async function findLive(
  client: DemoClient,
  kept: readonly DemoKey[],
  store: KeyStore,
): Promise<DemoKey | undefined> {
  const key = kept.find(({ tenant }) => tenant === client.id)?.key;
  const principal = key === undefined ? null : await store.findPrincipal(key);
  const isLive = principal?.tenants.some((tenant) => tenant === client.id) ?? false;
  return isLive && key !== undefined ? { tenant: client.id, name: client.name, key } : undefined;
}

async function make({ id, name }: DemoClient, store: KeyStore): Promise<DemoKey> {
  const tenants = [toTenantId(id)];
  const request = { label: `Demo: ${name}`, tenants, capability: 'analyst', expiresAt: null } as const;
  return { tenant: id, name, key: (await store.createKey(request)).key };
}
