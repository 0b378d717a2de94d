/** The scalars that GraphQL does not bring along. */
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { losesDigits } from '../parse-json-body.ts';

/** Rows, conditions and texts by language. Literals are read as strictly as request bodies. */
export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description:
    'Any JSON value. In answers, exact numbers (integers and decimals) are strings that carry all their digits; ' +
    'JSON numbers are doubles.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: readLiteral,
});

/** Digits that reach the client as they left the database. */
export const DecimalScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'Decimal',
  description: 'An exact number, sent as a string with all its digits.',
  // A version whose values are doubles may stand beside one of exact ones.
  serialize: (value) => (typeof value === 'number' ? String(value) : value),
});

function readLiteral(node: ValueNode, variables?: Readonly<Record<string, unknown>> | null): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.INT:
    case Kind.FLOAT:
      if (losesDigits(node.value))
        throw new GraphQLError('Write this number as a string: as a JSON number it would lose digits.');
      return Number(node.value);
    case Kind.LIST:
      return node.values.map((item) => readLiteral(item, variables));
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map(({ name, value }) => [name.value, readLiteral(value, variables)]),
      );
    case Kind.VARIABLE:
      return variables?.[node.name.value];
    case Kind.ENUM:
      throw new GraphQLError(`Write "${node.value}" as a string.`);
  }
}
