/** What a project is compared with: whether it was there at that commit, and held together. */
import type { PastProject } from '../load-catalog.ts';
import type { DiffBase } from './project-diff.ts';

/** `ref` is how the commit was named, or found. */
export function describeBase(ref: string, { commit, files, current }: PastProject): DiffBase {
  const state = files.size === 0 ? 'absent' : current === null ? 'broken' : 'compared';
  return { ref, commit, state };
}
