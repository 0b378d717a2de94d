/**
 * One process at a time on a folder: two PGlite instances on the same files lose data. The lock is a
 * directory beside the folder whose time its holder keeps fresh, so a holder that was killed is found out
 * once that time is old.
 */
import { mkdir } from 'node:fs/promises';
import { lock } from 'proper-lockfile';
import { SemanticError } from '../errors/semantic-error.ts';

const STALE_MS = 10_000;
const REFRESH_MS = 2_000;
const RETRY_MS = 500;
/** Long enough to outlast the lock of a killed process, with a margin for the clock. */
const PATIENCE_MS = STALE_MS + 2_000;

export interface HeldFolder {
  release(): Promise<void>;
}

export interface HoldOptions {
  /** Called if the lock is lost while held (folder deleted, or taken by another process): stop writing. */
  readonly onLost: (reason: Error) => void;
  /** How long to wait for another holder; the default outlasts the lock of a process that was killed. */
  readonly patienceMs?: number;
}

/**
 * Creates `folder` if need be and holds it until released or until the process ends.
 * @throws SemanticError SERVER_BUSY_FOLDER when another holder keeps it for longer than the patience
 */
export async function holdFolder(
  folder: string,
  { onLost, patienceMs = PATIENCE_MS }: HoldOptions,
): Promise<HeldFolder> {
  await mkdir(folder, { recursive: true });
  try {
    const release = await lock(folder, {
      stale: STALE_MS,
      update: REFRESH_MS,
      retries: { retries: Math.floor(patienceMs / RETRY_MS), factor: 1, minTimeout: RETRY_MS },
      onCompromised: onLost,
    });
    return { release };
  } catch (error) {
    if (isLockedError(error)) throw new SemanticError('SERVER_BUSY_FOLDER', { folder });
    throw error;
  }
}

function isLockedError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOCKED';
}
