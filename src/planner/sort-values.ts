/** By what rows are sorted where a member decides: one value, or two. */
import type { ValueType } from '../base/value-type.ts';
import type { MemberReference, RowExpression } from '../formula/expression.ts';

interface SortValue {
  readonly name: string;
  readonly expression: RowExpression;
  readonly type: ValueType;
}

/** Keys of any type are sorted as texts, the short ones first: 10 comes after 9. */
export function sortValues(member: MemberReference): readonly SortValue[] {
  const { member: name, type } = member;
  if (type !== 'key') return [{ name, expression: member, type }];
  const text: RowExpression = { kind: 'operation', operator: 'key_text', operands: [member], type: 'key' };
  const size: RowExpression = { kind: 'operation', operator: 'length', operands: [text], type: 'integer' };
  return [
    { name: `${name} length`, expression: size, type: 'integer' },
    { name: `${name} text`, expression: text, type: 'key' },
  ];
}
