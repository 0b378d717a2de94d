/** Exact decimals for the oracle: a BigInt of units and how many of its digits stand behind the point. */

export class Decimal {
  readonly units: bigint;
  readonly scale: number;

  constructor(units: bigint, scale: number) {
    this.units = units;
    this.scale = scale;
  }

  /** Reads `-12`, `0.50`. */
  static parse(digits: string): Decimal {
    const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(digits);
    if (match === null) throw new RangeError(`not a decimal: ${digits}`);
    const [, sign = '', whole = '', fraction = ''] = match;
    const units = BigInt(whole + fraction);
    return new Decimal(sign === '-' ? -units : units, fraction.length);
  }

  static of(value: number | bigint): Decimal {
    return Decimal.parse(typeof value === 'bigint' ? value.toString() : value.toFixed(0));
  }

  plus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.unitsAt(scale) + other.unitsAt(scale), scale);
  }

  negated(): Decimal {
    return new Decimal(-this.units, this.scale);
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.units * other.units, this.scale + other.scale);
  }

  /** Negative, zero or positive, as for sorting. */
  compare(other: Decimal): number {
    const scale = Math.max(this.scale, other.scale);
    const [left, right] = [this.unitsAt(scale), other.unitsAt(scale)];
    return left < right ? -1 : left > right ? 1 : 0;
  }

  /** The nearest double. */
  toNumber(): number {
    return Number(this.toString());
  }

  /** Plain digits without zeros at the end. */
  toString(): string {
    const digits = (this.units < 0n ? -this.units : this.units).toString().padStart(this.scale + 1, '0');
    const whole = digits.slice(0, digits.length - this.scale);
    const fraction = digits.slice(digits.length - this.scale).replace(/0+$/, '');
    return `${this.units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
  }

  toJSON(): string {
    return this.toString();
  }

  private unitsAt(scale: number): bigint {
    return this.units * 10n ** BigInt(scale - this.scale);
  }
}
