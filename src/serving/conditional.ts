/** Entity tags: equal bodies have equal tags, so that a client that holds one need not be sent it again. */
import { createHash } from 'node:crypto';

/** The strong entity tag of a body. */
export function entityTagOf(text: string): string {
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
}

/** Whether an `If-None-Match` header names `tag` (compared weakly, as the header asks for). */
export function namesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch
    .split(',')
    .map((candidate) => candidate.trim())
    .some((candidate) => candidate === '*' || candidate.replace(/^W\//, '') === tag);
}
