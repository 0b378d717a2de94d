/** Moments at which clocks changed, each looked up by hand. */

interface Transition {
  readonly zone: string;
  /** The first moment of the new offset. */
  readonly at: string;
  /** Minutes ahead of UTC, before and after. */
  readonly minutes: readonly [number, number];
}

export const TRANSITIONS: readonly Transition[] = [
  { zone: 'Australia/Sydney', at: '2026-04-04T16:00:00Z', minutes: [660, 600] },
  { zone: 'Australia/Sydney', at: '2026-10-03T16:00:00Z', minutes: [600, 660] },
  { zone: 'America/Sao_Paulo', at: '2018-02-18T02:00:00Z', minutes: [-120, -180] },
  { zone: 'America/Sao_Paulo', at: '2018-11-04T03:00:00Z', minutes: [-180, -120] },
  // A quarter of an hour, at midnight.
  { zone: 'Asia/Kathmandu', at: '1985-12-31T18:30:00Z', minutes: [330, 345] },
  { zone: 'Asia/Thimphu', at: '1987-09-30T18:30:00Z', minutes: [330, 360] },
  { zone: 'Asia/Dhaka', at: '2009-06-19T17:00:00Z', minutes: [360, 420] },
  { zone: 'Europe/Moscow', at: '2011-03-26T23:00:00Z', minutes: [180, 240] },
  { zone: 'Europe/Moscow', at: '2014-10-25T22:00:00Z', minutes: [240, 180] },
  // Half an hour.
  { zone: 'Australia/Lord_Howe', at: '2026-04-04T15:00:00Z', minutes: [660, 630] },
  { zone: 'Australia/Lord_Howe', at: '2026-10-03T15:30:00Z', minutes: [630, 660] },
  // A minute past midnight, in an offset of half an hour.
  { zone: 'America/St_Johns', at: '2010-11-07T02:31:00Z', minutes: [-150, -210] },
  { zone: 'America/St_Johns', at: '2011-03-13T03:31:00Z', minutes: [-210, -150] },
  // Offsets of half an hour that ended for good.
  { zone: 'America/Caracas', at: '2016-05-01T07:00:00Z', minutes: [-270, -240] },
  { zone: 'Asia/Pyongyang', at: '2018-05-04T15:00:00Z', minutes: [510, 540] },
  // A day that there was not.
  { zone: 'Pacific/Apia', at: '2011-12-30T10:00:00Z', minutes: [-600, 840] },
  // Midnight twice.
  { zone: 'America/Havana', at: '2026-11-01T05:00:00Z', minutes: [-240, -300] },
  // An offset with seconds.
  { zone: 'Africa/Monrovia', at: '1972-01-07T00:44:30Z', minutes: [-44.5, 0] },
];
