/** The `calendars` of `project.yaml`: grains of the project's own, and working hours. */
import Type, { type Static } from 'typebox';
import { nameSchema, strict } from './common-schema.ts';

export const HOURS_PATTERN = '^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$';
export const DAYS_PATTERN = '^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$';

/** A model with one row per day, and the dimension that is the day. */
const dayTable = {
  model: nameSchema({ description: 'A model with one row per day.', examples: ['calendar'] }),
  date: nameSchema({ description: 'The dimension that is the day.', examples: ['day'] }),
};

const DayCalendarSchema = Type.Object(
  {
    ...dayTable,
    grains: Type.Array(nameSchema(), {
      minItems: 1,
      description: 'Dimensions of the model that number its periods: `[period, season]`.',
      examples: [['period', 'season']],
    }),
  },
  { ...strict, description: "Grains of the project's own, from a table of days." },
);

const HoursCalendarSchema = Type.Object(
  {
    zone: Type.String({
      description: 'IANA zone of the hours: `Europe/Moscow`.',
      examples: ['Europe/Moscow'],
    }),
    hours: Type.Record(
      Type.String({ pattern: DAYS_PATTERN }),
      Type.Array(Type.String({ pattern: HOURS_PATTERN }), { minItems: 1 }),
      {
        ...strict,
        minProperties: 1,
        description: 'Hours by weekday or range of weekdays: `mon-fri: ["09:00-18:00"]`.',
        examples: [{ 'mon-fri': ['09:00-13:00', '14:00-18:00'], sat: ['10:00-14:00'] }],
      },
    ),
    holidays: Type.Optional(Type.Object(dayTable, { ...strict, description: 'Days on which nobody works.' })),
  },
  { ...strict, description: 'Working hours.' },
);

export const CalendarSchema = Type.Union([DayCalendarSchema, HoursCalendarSchema]);

export type CalendarDefinition = Static<typeof CalendarSchema>;
export type HoursDefinition = Static<typeof HoursCalendarSchema>['hours'];
