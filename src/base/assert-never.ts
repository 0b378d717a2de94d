/** Ends a `switch` over a closed union: adding a kind without a case becomes a compile error. */
export function assertNever(value: never): never {
  throw new Error(`unreachable kind: ${JSON.stringify(value)}`);
}
