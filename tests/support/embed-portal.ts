/** A partner's portal over the fixture shop: its keys, the tokens that it makes, and the pages that use them. */
import { createHmac, hkdfSync } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import type { FindsPrincipal } from '../../src/serving/plugins/authentication.ts';
import type { NewServiceKey } from '../../src/store/store.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import {
  ask,
  type Reply,
  readJson,
  SECRET,
  type ServedShop,
  serveShop,
  type Watching,
} from './served-shop.ts';
import type { ShopAdditions } from './shop-additions.ts';

export interface EmbedPortal {
  readonly shop: ServedShop;
  /** A partner's, of tenant a. */
  readonly partner: { readonly id: string; readonly key: string };
  readonly makeKey: (
    change?: Partial<NewServiceKey>,
  ) => Promise<{ readonly id: string; readonly key: string }>;
  /** Asks for a token, as the partner unless it says who. */
  readonly mint: (body: unknown, key?: string) => Promise<Reply>;
  /** The token itself. @throws Error where there is none */
  readonly tokenOf: (body: unknown, key?: string) => Promise<string>;
  readonly query: (token: string, query: object) => Promise<Reply>;
  readonly send: (token: string | null, options: InjectOptions) => Promise<Reply>;
}

export async function openPortal(
  additions?: ShopAdditions,
  watching?: Watching,
  tokens: FindsPrincipal | null = null,
): Promise<EmbedPortal> {
  const shop = await serveShop(additions, tokens, watching);
  const makeKey = (change: Partial<NewServiceKey> = {}) =>
    shop.store.createKey({
      label: 'portal',
      tenants: ['a' as TenantId],
      capability: 'partner',
      expiresAt: null,
      ...change,
    });
  const partner = await makeKey();
  const send = (token: string | null, options: InjectOptions) => ask(shop.app, token, options);
  const mint = (body: unknown, key = partner.key) =>
    send(key, { method: 'POST', url: '/v1/embed-tokens', payload: JSON.stringify(body), headers: JSON_BODY });
  return {
    shop,
    partner,
    makeKey,
    mint,
    send,
    tokenOf: async (body, key) => {
      const reply = await mint(body, key);
      if (reply.status !== 201) throw new Error(reply.text);
      return JSON.parse(reply.text).token;
    },
    query: (token, payload) => send(token, { method: 'POST', url: '/v1/query', payload }),
  };
}

const JSON_BODY = { 'content-type': 'application/json' };

/** Status, code and place of a refusal; status alone of an answer. */
export function outcome(reply: Reply): readonly unknown[] {
  if (reply.status < 400) return [reply.status];
  const { code, path } = readJson(reply);
  return [reply.status, code, ...(path === undefined ? [] : [path])];
}

/** Rows of an answer as lists of their values. */
export function rowsOf(reply: Reply): readonly (readonly unknown[])[] {
  if (reply.status !== 200) throw new Error(reply.text);
  const { data }: { data: object[] } = JSON.parse(reply.text);
  return data.map((row) => Object.values(row));
}

/** The server's own key for such tokens, made as anybody would who had its secret. */
const SIGNING_KEY = Buffer.from(hkdfSync('sha256', SECRET, '', 'vitrine embed token v1', 32));

/** What a token says. */
export function readToken(token: string): {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
} {
  const [header = '', payload = ''] = token
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString());
  return { header: JSON.parse(header), payload: JSON.parse(payload) };
}

/** Another token like it, signed as it should be unless it says with what. */
export function forge(
  token: string,
  { header = {}, payload = {} }: { readonly header?: object; readonly payload?: object },
  key: Buffer | string = SIGNING_KEY,
): string {
  const read = readToken(token);
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${encode({ ...read.header, ...header })}.${encode({ ...read.payload, ...payload })}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}
