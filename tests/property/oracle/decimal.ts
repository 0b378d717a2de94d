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

  /** The number that a double prints as. */
  static fromDouble(value: number): Decimal {
    const shortest = String(Math.abs(value));
    const [digits = '0', exponent = '0'] = shortest.split('e');
    const parsed = Decimal.parse(digits);
    const scale = parsed.scale - Number(exponent);
    const units = scale < 0 ? parsed.units * 10n ** BigInt(-scale) : parsed.units;
    return new Decimal(value < 0 ? -units : units, Math.max(scale, 0));
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

  /** To so many digits behind the point, halves away from zero. */
  round(digits: number): Decimal {
    const half = new Decimal(this.units < 0n ? -5n : 5n, digits + 1);
    return this.plus(half).truncate(digits);
  }

  floor(): Decimal {
    const whole = this.truncate(0);
    return whole.compare(this) > 0 ? whole.plus(Decimal.of(-1)) : whole;
  }

  ceil(): Decimal {
    return this.negated().floor().negated();
  }

  /** Without what stands beyond so many digits. */
  private truncate(digits: number): Decimal {
    if (digits >= this.scale) return this;
    return new Decimal(this.units / 10n ** BigInt(this.scale - digits), digits);
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
