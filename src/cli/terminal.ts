/** Where a command writes: results to `out`, everything about them to `err`. */

export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export interface Terminal {
  readonly out: TextStream;
  readonly err: TextStream;
  /** The environment, which holds the settings. */
  readonly env: Readonly<Record<string, string | undefined>>;
}
