/** `project.yaml`. */
import Type, { type Static } from 'typebox';
import { CalendarSchema } from './calendar-schema.ts';
import {
  CURRENCY_PATTERN,
  LANGUAGE_PATTERN,
  namedSchema,
  nameSchema,
  PROJECT_NAME_PATTERN,
  SCHEMA_PATTERN,
  strict,
} from './common-schema.ts';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

export const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;

export type Month = (typeof MONTHS)[number];

const TenantsSchema = Type.Object(
  {
    model: nameSchema({ description: 'A model with one row per tenant.', examples: ['clients'] }),
    zone: Type.Optional(
      nameSchema({ description: "Its dimension with the tenant's IANA zone.", examples: ['timezone'] }),
    ),
    currency: Type.Optional(
      nameSchema({ description: "Its dimension with the tenant's currency.", examples: ['currency'] }),
    ),
  },
  {
    ...strict,
    description: "Each tenant's own reporting zone and currency, read from a model.",
    examples: [{ model: 'clients', zone: 'timezone', currency: 'currency' }],
  },
);

const RatesSchema = Type.Object(
  {
    model: nameSchema({
      description: 'A model with one row per pair of currencies and day.',
      examples: ['fx'],
    }),
    from: nameSchema({ description: 'Its dimension with the currency converted.', examples: ['source'] }),
    to: nameSchema({ description: 'Its dimension with the currency converted to.', examples: ['target'] }),
    date: nameSchema({ description: 'Its dimension with the day.', examples: ['day'] }),
    rate: nameSchema({ description: 'Its fact: what one unit is worth on that day.', examples: ['rate'] }),
    missing: Type.Optional(
      Type.Enum(['carry'] as const, { description: "`carry`: a day without a rate has the last one's." }),
    ),
  },
  {
    ...strict,
    description: 'Rates of exchange, by which queries may ask for one currency.',
    examples: [{ model: 'fx', from: 'source', to: 'target', date: 'day', rate: 'rate', missing: 'carry' }],
  },
);

export const ProjectSchema = Type.Object(
  {
    project: Type.String({
      pattern: PROJECT_NAME_PATTERN,
      description: 'Name of the project: lower-case letters, digits and -.',
      examples: ['northlight-agency'],
    }),
    timezone: Type.String({
      description:
        'Reporting zone, an IANA name such as `Europe/Moscow`: days, weeks and months are cut in it unless the query names another.',
      examples: ['Europe/Moscow'],
    }),
    currency: Type.Optional(
      Type.String({
        pattern: CURRENCY_PATTERN,
        description: 'ISO 4217 code of the currency that `unit: currency` stands for.',
        examples: ['EUR'],
      }),
    ),
    week_starts: Type.Optional(
      Type.Enum(WEEKDAYS, { description: 'First day of a week bucket; monday (ISO weeks) unless given.' }),
    ),
    fiscal_year_starts: Type.Optional(
      Type.Enum(MONTHS, {
        description: 'First month of fiscal quarters and fiscal years; january unless given.',
      }),
    ),
    languages: Type.Optional(
      Type.Array(Type.String({ pattern: LANGUAGE_PATTERN }), {
        minItems: 1,
        description: 'Languages of titles and descriptions, the default one first: `[en, ru]`.',
        examples: [['en', 'ru']],
      }),
    ),
    roles: Type.Optional(
      namedSchema(nameSchema({ description: 'The model this role leads to.' }), {
        description: 'Conformed names: a join of this name leads to this model everywhere.',
        examples: [{ channel: 'channels', customer: 'customers' }],
      }),
    ),
    tenants: Type.Optional(TenantsSchema),
    schemas: Type.Optional(
      Type.Record(Type.String({ pattern: SCHEMA_PATTERN }), Type.String({ pattern: SCHEMA_PATTERN }), {
        ...strict,
        description: 'Where the schemas that sources name really are: `{ shop: prod_shop }`.',
        examples: [{ shop: 'prod_shop' }],
      }),
    ),
    calendars: Type.Optional(
      namedSchema(CalendarSchema, {
        description: "Grains of the project's own from a table of days, and working hours.",
        examples: [{ support: { zone: 'Europe/Moscow', hours: { 'mon-fri': ['09:00-18:00'] } } }],
      }),
    ),
    rates: Type.Optional(RatesSchema),
  },
  { ...strict, title: 'Project', description: 'What all models and metrics of the project share.' },
);

export type ProjectDefinition = Static<typeof ProjectSchema>;
