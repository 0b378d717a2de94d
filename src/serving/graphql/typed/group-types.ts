/** The GraphQL types of a group of metrics that can be grouped by the same. */
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import type { ValueType } from '../../../base/value-type.ts';
import { CONDITION_OPERATORS } from '../../../query/metric-query.ts';
import { DirectionEnum, EarlierRangeEnum } from '../input-types.ts';
import { PageType, PartialType, RangeType } from '../output-types.ts';
import { DecimalScalar, JsonScalar } from '../scalars.ts';
import type { DimensionGroup, TypedColumn } from './dimension-groups.ts';

/** A row of an answer, by column. */
export type TypedRow = Readonly<Record<string, unknown>>;

/** What the value of a metric is called in its query, and in the rows of the answer. */
export const VALUE = 'value';

/** Fields of rows and totals about the value, and their columns. */
const VALUE_COLUMNS = {
  value: VALUE,
  previous: `${VALUE}.previous`,
  change: `${VALUE}.change`,
  changeRatio: `${VALUE}.change_ratio`,
} as const;

const listOf = <Type extends GraphQLInputObjectType | GraphQLEnumType | GraphQLScalarType>(type: Type) =>
  new GraphQLList(new GraphQLNonNull(type));
const required = (type: GraphQLOutputType) => new GraphQLNonNull(type);

const OperatorEnum = new GraphQLEnumType({
  name: 'Operator',
  values: Object.fromEntries(CONDITION_OPERATORS.map((value) => [value.toUpperCase(), { value }])),
});

const comparison = {
  op: { type: OperatorEnum },
  value: { type: JsonScalar },
  values: { type: listOf(JsonScalar), description: 'For `IN`, `NOT_IN` and `IN_RANGE`.' },
};

/** Its columns are called by the fields of rows, and by no other name. */
export const ValueComparison = new GraphQLInputObjectType({
  name: 'ValueComparison',
  description:
    'What to compare with: an earlier range, by its name or by how far back it is, or another version.',
  fields: {
    range: { type: EarlierRangeEnum },
    shift: { type: GraphQLString, description: 'How far back: `1 month`.' },
    version: { type: GraphQLInt, description: 'The number of another version.' },
  },
});

const RowColumnEnum = new GraphQLEnumType({
  name: 'RowColumn',
  values: {
    TIME: { value: 'time' },
    ...Object.fromEntries(
      Object.entries(VALUE_COLUMNS).map(([field, column]) => [
        field.replace(/[A-Z]/, (letter) => `_${letter}`).toUpperCase(),
        { value: column },
      ]),
    ),
  },
});

const ReceiptType = new GraphQLObjectType({
  name: 'ValueReceipt',
  description: 'What the answer is made of, whole at `url`.',
  fields: {
    id: { type: required(GraphQLString) },
    url: { type: required(GraphQLString) },
    metric: { type: required(GraphQLString) },
    version: { type: required(GraphQLInt) },
    formula: { type: required(GraphQLString) },
    owner: { type: required(GraphQLString) },
  },
});

/** What its metrics take and answer. */
export interface GroupTypes {
  /** `null` where they cannot be grouped by anything. */
  readonly dimension: GraphQLEnumType | null;
  readonly condition: GraphQLInputObjectType | null;
  readonly having: GraphQLInputObjectType;
  readonly top: GraphQLInputObjectType | null;
  readonly order: GraphQLInputObjectType;
  /** The answer about a metric whose versions are of these types: made once for each scalar. */
  readonly answer: (types: readonly ValueType[]) => GraphQLObjectType;
}

export function makeGroupTypes(group: DimensionGroup): GroupTypes {
  const dimension = columnsEnum(`${group.name}Dimension`, group.columns);
  const member = columnsEnum(`${group.name}Member`, group.members);
  const answers = new Map<string, GraphQLObjectType>();
  return {
    dimension,
    condition:
      member &&
      conditionInput(
        `${group.name}Condition`,
        member,
        'One condition on a dimension, or several: `all`, `any`, `not`.',
      ),
    having: conditionInput(
      `${group.name}Having`,
      dimension,
      'One condition on the value, or on what the query groups by; or several: `all`, `any`, `not`.',
    ),
    top: dimension && topInput(group, dimension),
    order: orderInput(group, dimension),
    answer: (types) => {
      const kind = commonScalar(types);
      const known = answers.get(kind.name) ?? answerType(group, kind);
      answers.set(kind.name, known);
      return known;
    },
  };
}

function columnsEnum(
  name: string,
  columns: readonly Pick<TypedColumn, 'column' | 'value' | 'description'>[],
): GraphQLEnumType | null {
  if (columns.length === 0) return null;
  const values = columns.map(({ column, value, description }) => [value, { value: column, description }]);
  return new GraphQLEnumType({ name, values: Object.fromEntries(values) });
}

/** On what `named` lists, and several of them. */
function conditionInput(
  name: string,
  named: GraphQLEnumType | null,
  description: string,
): GraphQLInputObjectType {
  const condition: GraphQLInputObjectType = new GraphQLInputObjectType({
    name,
    description,
    fields: () => ({
      ...(named ? { dimension: { type: named } } : {}),
      ...comparison,
      all: { type: listOf(condition) },
      any: { type: listOf(condition) },
      not: { type: condition },
    }),
  });
  return condition;
}

function topInput(group: DimensionGroup, dimension: GraphQLEnumType): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: `${group.name}Top`,
    description: 'The best groups by the metric, chosen over the whole range.',
    fields: {
      n: { type: new GraphQLNonNull(GraphQLInt) },
      of: { type: new GraphQLNonNull(listOf(dimension)), description: 'Those of `by` that make a group.' },
      direction: { type: DirectionEnum },
      others: { type: GraphQLBoolean, description: 'Keeps all other groups as one.' },
    },
  });
}

function orderInput(group: DimensionGroup, dimension: GraphQLEnumType | null): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: `${group.name}Order`,
    description: 'By a column of the value, or by a dimension.',
    fields: {
      by: { type: RowColumnEnum },
      ...(dimension ? { dimension: { type: dimension } } : {}),
      direction: { type: DirectionEnum },
    },
  });
}

function answerType(group: DimensionGroup, value: GraphQLScalarType): GraphQLObjectType {
  const name = `${group.name}${value.name}`;
  const row = new GraphQLObjectType<TypedRow>({
    name: `${name}Row`,
    fields: {
      ...(group.hasTime ? { time: cell('time', GraphQLString) } : {}),
      ...Object.fromEntries(
        group.columns.map(({ field, column, type }) => [field, cell(column, cellType(type))]),
      ),
      ...(group.columns.length > 0 ? { others: cell('others', GraphQLBoolean) } : {}),
      ...valueFields(value),
    },
  });
  return new GraphQLObjectType({
    name: `${name}Values`,
    fields: {
      rows: { type: required(new GraphQLList(required(row))) },
      totals: {
        type: new GraphQLObjectType<TypedRow>({ name: `${name}Totals`, fields: valueFields(value) }),
        description: 'Computed over all rows, and not added up.',
      },
      range: { type: required(RangeType) },
      page: { type: required(PageType) },
      partial: { type: required(new GraphQLList(required(PartialType))) },
      warnings: { type: required(new GraphQLList(required(GraphQLString))) },
      receipt: { type: required(ReceiptType) },
    },
  });
}

function valueFields(value: GraphQLScalarType) {
  const { value: own, previous, change, changeRatio } = VALUE_COLUMNS;
  return {
    value: cell(own, value),
    previous: cell(previous, value),
    change: cell(change, value),
    changeRatio: cell(changeRatio, GraphQLFloat),
  };
}

function cell(column: string, type: GraphQLOutputType) {
  return { type, resolve: (row: TypedRow) => row[column] ?? null };
}

function cellType(type: TypedColumn['type']): GraphQLScalarType {
  return type === 'part' ? GraphQLInt : scalarOf(type);
}

/** What holds the values of all versions: digits, where some are exact. */
function commonScalar(types: readonly ValueType[]): GraphQLScalarType {
  const [first = JsonScalar, ...others] = new Set(types.map(scalarOf));
  if (others.length === 0) return first;
  const isNumber = [first, ...others].every((scalar) => scalar === DecimalScalar || scalar === GraphQLFloat);
  return isNumber ? DecimalScalar : JsonScalar;
}

/** Exact numbers are strings. */
function scalarOf(type: ValueType): GraphQLScalarType {
  switch (type) {
    case 'integer':
    case 'decimal':
      return DecimalScalar;
    case 'float':
      return GraphQLFloat;
    case 'boolean':
      return GraphQLBoolean;
    case 'key':
      return JsonScalar;
    case 'string':
    case 'date':
    case 'time':
    case 'local_time':
      return GraphQLString;
  }
}

/** What the field needs, beside columns that are grouped by, to have values; `null` for what always has. */
export function needOfField(field: string): 'time' | 'others' | 'compare' | null {
  if (field === 'time' || field === 'others') return field;
  return field !== 'value' && Object.hasOwn(VALUE_COLUMNS, field) ? 'compare' : null;
}

/** Fields of rows that are there only where a query asks for them, and what it must name. */
export function columnOfField(field: string, group: DimensionGroup): string | null {
  return group.columns.find((column) => column.field === field)?.column ?? null;
}
