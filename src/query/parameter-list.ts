/** Values of a request, taken out of it: the shape keeps their places. Mutable while binding only. */
import type { ValueType } from '../base/value-type.ts';
import type { Parameter } from '../formula/expression.ts';
import type { ParameterValue } from './bound-query.ts';

export class ParameterList {
  readonly values: ParameterValue[] = [];

  /** Never shares a place between equal values: the shape must not depend on them. */
  add(value: ParameterValue, type: ValueType): Parameter {
    this.values.push(value);
    return { kind: 'parameter', index: this.values.length - 1, type, list: Array.isArray(value) };
  }
}
