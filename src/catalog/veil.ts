/** What of a catalog somebody may not see: for them it does not exist, and in what they may see it has no name. */

export interface Veil {
  /** Equal for equal veils; empty where nothing is hidden. */
  readonly key: string;
  readonly metrics: ReadonlySet<string>;
  readonly models: ReadonlySet<string>;
  /** As `model.member`. */
  readonly members: ReadonlySet<string>;
  /** The only names under which dimensions are known, each as it is written; `null` for whatever leads to one. */
  readonly dimensions: ReadonlySet<string> | null;
}

export const NO_VEIL: Veil = Object.freeze({
  key: '',
  metrics: new Set<string>(),
  models: new Set<string>(),
  members: new Set<string>(),
  dimensions: null,
});

/** Stands where something has no name for whoever asks. */
export const RESTRICTED = '‹restricted›';
