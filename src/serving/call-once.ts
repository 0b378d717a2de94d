/** Requests that change something, sent again under the same `Idempotency-Key`: done once, answered alike. */
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { invariant } from '../base/invariant.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { KeptWrite, Store } from '../store/store.ts';
import type { RouteReply } from './routes/route.ts';

const KEY = /^[\x21-\x7e]{1,200}$/;

const KeptReply = Compile(
  Type.Object({
    status: Type.Optional(Type.Integer()),
    contentType: Type.Optional(Type.String()),
    text: Type.String(),
    headers: Type.Optional(Type.Record(Type.String(), Type.String())),
  }),
);

/** `null` where the caller gave none. @throws SemanticError HTTP_IDEMPOTENCY_KEY */
export function idempotencyKeyOf({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  const key = headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !KEY.test(key)) throw new SemanticError('HTTP_IDEMPOTENCY_KEY', {});
  return key;
}

/**
 * What comes to nothing may be sent again.
 * @throws SemanticError HTTP_IDEMPOTENCY_REUSED, HTTP_IDEMPOTENCY_BUSY, and those of `call`
 */
export async function callOnce(
  write: KeptWrite,
  store: Pick<Store, 'claimWrite' | 'finishWrite' | 'releaseWrite'>,
  call: () => Promise<RouteReply>,
): Promise<RouteReply> {
  const claim = await store.claimWrite(write);
  if (claim.kind === 'differs') throw new SemanticError('HTTP_IDEMPOTENCY_REUSED', {});
  if (claim.kind === 'under_way') throw new SemanticError('HTTP_IDEMPOTENCY_BUSY', {});
  if (claim.kind === 'done') return readReply(claim.reply);
  const reply = await callOrRelease(write, store, call);
  await store.finishWrite(write, JSON.stringify(reply));
  return reply;
}

async function callOrRelease(
  write: KeptWrite,
  store: Pick<Store, 'releaseWrite'>,
  call: () => Promise<RouteReply>,
): Promise<RouteReply> {
  try {
    return await call();
  } catch (error) {
    await store.releaseWrite(write);
    throw error;
  }
}

function readReply(text: string): RouteReply {
  const reply: unknown = JSON.parse(text);
  invariant(KeptReply.Check(reply), 'a kept reply is one that was given');
  return reply;
}
