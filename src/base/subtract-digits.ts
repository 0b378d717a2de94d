/** Differences of exact numbers, digit by digit: what a JavaScript number cannot hold is not lost. */

/** `a` − `b`, with as many decimals as the one that has more; zero has no sign. */
export function subtractDigits(a: string, b: string): string {
  const scale = Math.max(decimalsOf(a), decimalsOf(b));
  const difference = toUnits(a, scale) - toUnits(b, scale);
  const digits = String(difference < 0n ? -difference : difference).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const text = scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`;
  return difference < 0n ? `-${text}` : text;
}

function decimalsOf(digits: string): number {
  return digits.split('.')[1]?.length ?? 0;
}

/** The number in units of its last decimal. */
function toUnits(digits: string, scale: number): bigint {
  const [whole = '', decimals = ''] = digits.split('.');
  return BigInt(`${whole}${decimals.padEnd(scale, '0')}`);
}
