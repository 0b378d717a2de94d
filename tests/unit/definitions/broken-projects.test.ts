/** Faults of `project.yaml` that the file alone shows. */
import { describe, expect, it } from 'vitest';
import { type Case, type DefinitionKindName, judgeDefinition } from './judge-definition.ts';

const MISSING = 'DEF_MISSING_KEY';
const WRONG = 'DEF_WRONG_VALUE';
const NAME = 'DEF_BAD_NAME';
const ZONE = 'DEF_UNKNOWN_ZONE';

/** Each «mark stands right before a fault; `preamble` is what else the file needs. */
function checkAll(kind: DefinitionKindName, cases: Record<string, Case>, preamble?: string): void {
  it.each(Object.entries(cases))('%s', (_, [marked, ...faults]) => {
    const { found, expected, isShapeless } = judgeDefinition(kind, { marked, preamble, faults });
    expect(found).toEqual(expected);
    expect(isShapeless).toBe(false);
  });
}

describe('a broken project', () => {
  checkAll('project', {
    'a week that starts on no day': [
      'week_starts: «Monday\n',
      [WRONG, 'one of: monday', 'Did you mean "monday"'],
    ],
    'a currency that is a sign': ['currency: «€\n', [WRONG, 'a currency code such as `EUR`']],
    'no language': ['languages: «[]\n', [WRONG, '"languages" must be a list that is not empty']],
    'a fiscal year that starts in no month': [
      'fiscal_year_starts: «Aprl\n',
      [WRONG, '"fiscal_year_starts" must be one of: january', 'Did you mean "april"'],
    ],
    'tenants of no model': ['tenants: «{ zone: timezone }\n', [MISSING, '"model"']],
    'a schema of two parts': [
      'schemas: { shop: «prod.shop }\n',
      [WRONG, '"shop" must be the name of a schema'],
    ],
    'rates without a day': [
      'rates: «{ model: fx, from: a, to: b, rate: r }\n',
      [MISSING, '"date" is required'],
    ],
    'rates of which others are guessed': [
      'rates: { model: fx, from: a, to: b, date: d, rate: r, missing: «guess }\n',
      [WRONG, '"missing" must be one of: carry'],
    ],
    'a calendar without anything': [
      'calendars: { support: «{} }\n',
      [WRONG, 'a mapping with "model" and "date" and "grains", or a mapping with "zone" and "hours"'],
    ],
    'hours in no zone': [
      'calendars: { support: { zone: «Moskow, hours: { mon: ["09:00-18:00"] } } }\n',
      [ZONE, '"Moskow"', 'For example Europe/Moscow'],
    ],
    'hours of no day': [
      'calendars: { support: { zone: UTC, hours: «{} } }\n',
      [WRONG, '"hours" must be a mapping of weekdays to hours'],
    ],
    'hours of a day that is none': [
      'calendars: { support: { zone: UTC, hours: { «monday: ["09:00-18:00"] } } }\n',
      [WRONG, '"monday" must be a weekday or a range of them, such as `sat` or `mon-fri`'],
    ],
    'hours of another form': [
      'calendars: { support: { zone: UTC, hours: { mon: [«9-18] } } }\n',
      [WRONG, '"mon[0]" must be hours such as `09:00-18:00`'],
    ],
    'hours that no day has': [
      'calendars: { support: { zone: UTC, hours: { mon: [«"09:00-24:01", «"09:60-10:00", «"24:00-24:00"] } } }\n',
      [WRONG, '"mon[0]" must be hours of a day from 00:00 to 24:00'],
      [WRONG, '"mon[1]" must be hours of a day from 00:00 to 24:00'],
      [WRONG, '"mon[2]" must be hours of a day from 00:00 to 24:00'],
    ],
    'hours that end before they start': [
      'calendars: { support: { zone: UTC, hours: { fri: [«"22:00-06:00", «"09:00-09:00"] } } }\n',
      [WRONG, '"fri[0]" must be hours that end after they start', 'belong to the next day'],
      [WRONG, '"fri[1]" must be hours that end after they start', 'belong to the next day'],
    ],
    'hours that overlap': [
      'calendars: { support: { zone: UTC, hours: { mon-fri: ["09:00-13:00", «"12:59-18:00"], fri: [«"10:00-11:00"] } } }\n',
      [WRONG, '"mon-fri[1]" must be clear of other hours of mon'],
      [WRONG, '"fri[0]" must be clear of other hours of fri'],
    ],
    'a language by name': ['languages: [«english]\n', [WRONG, 'a language code such as `en`']],
    'a role called otherwise': ['roles: { «Channel: channels }\n', [NAME, '"Channel" is not a name']],
    'a role that leads to a list': ['roles: { channel: «[channels] }\n', [WRONG, '"channel" must be a name']],
  });

  const cases: Record<string, Case> = {
    'a misspelt zone': [
      'project: a\ntimezone: «Europe/Moskow\n',
      [ZONE, '"Europe/Moskow" is not a time zone', '"Europe/Moscow"'],
    ],
    'a zone in small letters': [
      'project: a\ntimezone: «europe/moscow\n',
      [ZONE, 'europe/moscow', '"Europe/Moscow"'],
    ],
    'an abbreviation': ['project: a\ntimezone: «MSK\n', [ZONE, '"MSK"', 'For example Europe/Moscow']],
    'no zone': ['«project: a\n', [MISSING, '"timezone"']],
    'a name with a space': [
      'project: «a b\ntimezone: UTC\n',
      [WRONG, 'a name: lower-case letters, digits and -'],
    ],
  };
  checkAll('project', cases, '');
});
