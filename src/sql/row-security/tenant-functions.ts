/**
 * The functions by which policies read the setting. They are total: a setting that is missing, empty or senseless
 * is a list without tenants, and no error that could tell anything.
 */
import { FUNCTION_SCHEMA } from './policy-condition.ts';
import { READ_PART, TENANTS_SETTING } from './tenants-setting.ts';

/** By the type of the tenant column: the type to compare with, and a value of it where the text is one. */
const READINGS: readonly (readonly [column: string, compared: string, value: string])[] = [
  ['text', 'text', 'tenant'],
  ['bpchar', 'bpchar', 'tenant::bpchar'],
  ...['smallint', 'integer', 'bigint'].map(
    (column) =>
      [
        column,
        'bigint',
        `case when tenant ~ '^-?[0-9]{1,19}$' then
    case when tenant::numeric between -9223372036854775808 and 9223372036854775807 then tenant::bigint end
  end`,
      ] as const,
  ),
  ['numeric', 'numeric', "case when tenant ~ '^-?[0-9]{1,200}([.][0-9]{1,200})?$' then tenant::numeric end"],
  ['uuid', 'uuid', "case when tenant ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then tenant::uuid end"],
];

/** The types of the arguments, for `drop function`. */
export const FUNCTION_SIGNATURES: readonly string[] = [
  ...READINGS.map(([column]) => `tenants_like(${column})`),
  'tenants_like(anyenum)',
  'tenants()',
];

/** The functions, each in place of an earlier one of its name. */
export function writeTenantFunctions(): string {
  return [
    writeFunction('tenants()', 'text', [
      `select ${READ_PART}`,
      `from unnest(string_to_array(current_setting('${TENANTS_SETTING}', true), ',')) as part`,
      "where part <> ''",
    ]),
    ...READINGS.map(([column, compared, value]) =>
      writeFunction(`tenants_like(${column})`, compared, [
        `select ${value}`,
        `from ${FUNCTION_SCHEMA}.tenants() as tenant`,
      ]),
    ),
    // Labels are compared as text, since a text that is no label cannot become one.
    writeFunction('tenants_like(anyenum)', 'anyenum', [
      'select label',
      'from unnest(enum_range($1)) as label',
      `where label::text in (select ${FUNCTION_SCHEMA}.tenants())`,
    ]),
  ].join('\n\n');
}

function writeFunction(signature: string, result: string, body: readonly string[]): string {
  return [
    `create or replace function ${FUNCTION_SCHEMA}.${signature} returns setof ${result}`,
    'language sql stable parallel safe set search_path = pg_catalog, pg_temp as $function$',
    ...body.map((line) => `  ${line}`),
    '$function$;',
  ].join('\n');
}
