/** Counts by key, in windows of time that begin with a key's first count. It does not know what is counted. */
import { LRUCache } from 'lru-cache';

export interface WindowOptions {
  /** In one window. */
  readonly limit: number;
  readonly windowSeconds: number;
  /** Keys that are remembered; beyond, those longest unheard of are forgotten. */
  readonly remembered: number;
}

export interface WindowCount {
  readonly isExceeded: boolean;
  readonly remaining: number;
  /** Until the window ends, at least 1. */
  readonly seconds: number;
}

interface Window {
  count: number;
  /** By `performance.now()`. */
  readonly end: number;
}

export class CountingWindows {
  readonly #options: WindowOptions;
  readonly #windows: LRUCache<string, Window>;

  constructor(options: WindowOptions) {
    this.#options = options;
    this.#windows = new LRUCache({ max: options.remembered });
  }

  /** Counts one more of `key`, and says how that stands. */
  count(key: string): WindowCount {
    const { limit, windowSeconds } = this.#options;
    const now = performance.now();
    let window = this.#windows.get(key);
    if (window === undefined || window.end <= now) {
      window = { count: 0, end: now + windowSeconds * 1_000 };
      this.#windows.set(key, window);
    }
    window.count += 1;
    return {
      isExceeded: window.count > limit,
      remaining: Math.max(0, limit - window.count),
      seconds: Math.max(1, Math.ceil((window.end - now) / 1_000)),
    };
  }
}
