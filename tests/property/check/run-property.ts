/** Runs one property over random draws; a failure says how to replay it. */
import fc from 'fast-check';
import { Draw } from '../generate/draw.ts';

/** How many times as many draws a long run makes, where a property does not say. */
const LONG_FACTOR = 3;
const LONG_HOURS = 10;
const HOUR_MS = 3_600_000;
/** When a property counts as hung, in milliseconds: far beyond what it takes on a slow and busy machine. */
export const PROPERTY_TIMEOUT_MS = process.env['VITRINE_LONG'] === undefined ? HOUR_MS : LONG_HOURS * HOUR_MS;
/** A normal run says the same each time; long ones draw anew. */
const USUAL_SEED = '2026';

export interface Property {
  /** How many draws in a normal run. */
  readonly runs: number;
  /** How many times as many in a long run. */
  readonly longFactor?: number;
  readonly body: (draw: Draw) => Promise<void>;
}

/** `VITRINE_SEED` and `VITRINE_PATH` replay a failure; `VITRINE_LONG` asks for several times as many draws, all new. */
export async function runProperty({ runs, longFactor = LONG_FACTOR, body }: Property): Promise<void> {
  const { VITRINE_LONG: long, VITRINE_PATH: path } = process.env;
  const seed = process.env['VITRINE_SEED'] ?? (long === undefined ? USUAL_SEED : undefined);
  const details = await fc.check(
    fc.asyncProperty(fc.gen(), (generate) => body(new Draw(generate))),
    {
      numRuns: runs * timesAsMany(longFactor),
      // Projects are reduced by what they mean, not by how they were drawn.
      endOnFailure: true,
      ...(seed === undefined ? {} : { seed: Number(seed) }),
      ...(path === undefined ? {} : { path }),
    },
  );
  if (!details.failed) return;
  const replay = `Replay: VITRINE_SEED=${details.seed} VITRINE_PATH=${details.counterexamplePath}`;
  const cause = details.errorInstance;
  throw new Error(`${replay}\n${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`, {
    cause,
  });
}

/** `longFactor` in a long run, else 1. */
export function timesAsMany(longFactor: number): number {
  return process.env['VITRINE_LONG'] === undefined ? 1 : longFactor;
}

/** Whether this run replays one failure. */
export function isReplay(): boolean {
  return process.env['VITRINE_PATH'] !== undefined;
}
