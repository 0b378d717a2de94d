/** What people visit sites with. */

/** Devices by how often they occur; `null` where the browser does not tell. */
export const DEVICE_WEIGHTS: readonly (readonly [device: string | null, weight: number])[] = [
  ['phone', 61],
  ['desktop', 31],
  ['tablet', 6],
  [null, 2],
];
