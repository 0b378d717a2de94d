/** Texts that come back from outside as they went out: signed with a key of ours, compared in constant time. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 of `text`, as base64url. `purpose` keeps signatures of one kind from passing as another's. */
export function sign(text: string, { secret, purpose }: SigningKey): string {
  const key = createHmac('sha256', secret).update(purpose).digest();
  return createHmac('sha256', key).update(text).digest('base64url');
}

export interface SigningKey {
  readonly secret: string;
  readonly purpose: string;
}

/** Whether `signature` is that of `text`. */
export function isSigned(text: string, signature: string, key: SigningKey): boolean {
  const [expected, given] = [Buffer.from(sign(text, key)), Buffer.from(signature)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
