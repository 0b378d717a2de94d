/** `roas@1`: what a version is called by wherever another one is current. No metric's own name has an `@`. */

export function versionKey(metric: string, version: number): string {
  return `${metric}@${version}`;
}

export function isVersionKey(name: string): boolean {
  return name.includes('@');
}
