/**
 * The text of a service key, `vtr_<environment>_<id>_<secret>`, and the HMAC that stands for it in the
 * store. It knows no database.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const ID_BYTES = 8;
const SECRET_BYTES = 32;
const ENVIRONMENT = /^[a-z][a-z0-9]{0,15}$/;
const ID = /^[0-9a-f]{16}$/;
const KEY = /^vtr_([a-z][a-z0-9]{0,15})_([0-9a-f]{16})_[0-9a-f]{64}$/;

/** Separates this use of the server's secret from any other. */
const PURPOSE = 'vitrine service key v1';

/** What is read off a well-formed key, before anything is known of its being genuine. */
export interface KeyText {
  readonly environment: string;
  readonly id: string;
}

/** Whether `text` can be the name of an environment: lower-case letters and digits, at most 16. */
export function isEnvironment(text: string): boolean {
  return ENVIRONMENT.test(text);
}

/** Whether `text` has the form of a key's id. */
export function isKeyId(text: string): boolean {
  return ID.test(text);
}

/** A new key: 64 random bits of id, 256 of secret. */
export function generateKey(environment: string): { readonly id: string; readonly key: string } {
  const id = randomBytes(ID_BYTES).toString('hex');
  return { id, key: `vtr_${environment}_${id}_${randomBytes(SECRET_BYTES).toString('hex')}` };
}

/** `null` for anything that is not exactly of the form of a key. */
export function parseKey(text: string): KeyText | null {
  const [, environment, id] = KEY.exec(text) ?? [];
  return environment === undefined || id === undefined ? null : { environment, id };
}

/** HMAC-SHA-256 of the whole key, as 64 hexadecimal digits. */
export function hmacOfKey(key: string, secret: string): string {
  return createHmac('sha256', secret).update(`${PURPOSE}\n${key}`).digest('hex');
}

/** Compares in constant time. */
export function isSameHmac(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
