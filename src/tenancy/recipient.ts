/** Who is given pseudonyms: the same values have other ones for everybody else. */
import { hkdfSync } from 'node:crypto';
import type { Principal } from './principal.ts';

/** The halves of an HMAC's key, as RFC 2104 pads it. */
export type PseudonymPad = 'inner' | 'outer';

/** In bytes: of the key, and of a block of SHA-256. */
const KEY = 32;
const BLOCK = 64;
const MASKS: Readonly<Record<PseudonymPad, number>> = { inner: 0x36, outer: 0x5c };

export class Recipient {
  /** Whose pseudonyms they are: of a service key, its first one's, whichever replaced it since. */
  readonly name: string;
  readonly #key: Uint8Array;

  /** `secret` is the server's: who has it can tell what pseudonyms stand for. */
  constructor({ kind, id, line = id }: Pick<Principal, 'kind' | 'id' | 'line'>, secret: string) {
    this.name = `${kind} ${line}`;
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', `vitrine pseudonyms v1\n${this.name}`, KEY));
  }

  /** In hexadecimal digits. */
  padOf(pad: PseudonymPad): string {
    const block = new Uint8Array(BLOCK);
    block.set(this.#key);
    return Buffer.from(block.map((byte) => byte ^ MASKS[pad])).toString('hex');
  }
}
