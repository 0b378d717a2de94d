/** Who looks on while questions are prepared, for figures and traces. It is shown names of steps and nothing else. */

export interface EngineWatch {
  /** Does `work`, which may return a promise, and gives back what it returns. */
  readonly step: <Result>(name: 'bind' | 'plan', work: () => Result) => Result;
  /** Told of each plan that was asked for. */
  readonly planned: (isCached: boolean) => void;
}

/** Nobody looks on. */
export const UNWATCHED: EngineWatch = { step: (_name, work) => work(), planned: () => {} };
