import { beforeAll, describe, expect, it } from 'vitest';
import { generateDemo } from '../../../src/demo/generate-demo.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import type { Ask } from '../open-project.ts';
import { compareFigures, cut, MONTHS, whole } from './compare-answers.ts';
import { openNorthlight } from './open-northlight.ts';
import { instantOf, monthOf } from './plain-rows.ts';
import {
  DONE_MEASURES,
  HOUR_MEASURES,
  readWork,
  SPRINT_MEASURES,
  statusesBefore,
  type WorkRows,
} from './work-figures.ts';

const demo = generateDemo();
const NOTHING: WorkRows = { tasks: [], entries: [], sprints: [], events: [] };

describeEachDatabase('Northlight’s work', (open) => {
  let ask: Ask;
  beforeAll(async () => {
    ask = await openNorthlight(open());
  });

  describe.each([
    ['17', 'Europe/Moscow'],
    ['23', 'Europe/Berlin'],
  ])('of client %s equals plain TypeScript', (client, zone) => {
    const rows = readWork(demo, client);

    it('over all time', async () => {
      const measures = {
        tasks_created: ({ tasks }: WorkRows) => tasks.length,
        ...DONE_MEASURES,
        ...HOUR_MEASURES,
        ...SPRINT_MEASURES,
      };
      const question = { client, measures, groups: whole(rows), query: {} };
      const { answered, expected } = await compareFigures(ask, question);
      expect(answered).toEqual(expected);
    });

    it('by the month in which tasks are done and hours spent', async () => {
      const groups = cut(MONTHS, (month) => ({
        ...NOTHING,
        tasks: rows.tasks.filter(({ doneAt }) => doneAt !== null && monthOf(doneAt, zone) === month),
        entries: rows.entries.filter(({ day }) => monthOf(day, zone) === month),
      }));
      const measures = { ...DONE_MEASURES, ...HOUR_MEASURES };
      const time = { grain: 'month', from: '2024-07-01', to: '2026-07-01', zone } as const;
      const { answered, expected } = await compareFigures(ask, { client, measures, groups, query: { time } });
      expect(answered).toEqual(expected);
    });

    it('by sprint, tasks of none included', async () => {
      const names = [...rows.sprints.map(({ name }) => name), null];
      const groups = cut(names, (name) => ({
        ...NOTHING,
        sprints: rows.sprints.filter((sprint) => sprint.name === name),
        tasks: rows.tasks.filter(({ sprint }) => (sprint?.name ?? null) === name),
      }));
      expect(groups.size).toBe(53);
      const question = { client, measures: SPRINT_MEASURES, groups, query: { by: ['sprint.name'] } };
      const { answered, expected } = await compareFigures(ask, question);
      expect(answered).toEqual(expected);
    });

    it('by kind of task', async () => {
      const groups = cut(['campaign', 'creative', 'landing', 'report', 'seo'], (kind) => ({
        ...NOTHING,
        tasks: rows.tasks.filter((task) => task.kind === kind),
      }));
      const question = { client, measures: DONE_MEASURES, groups, query: { by: ['tasks.kind'] } };
      const { answered, expected } = await compareFigures(ask, question);
      expect(answered).toEqual(expected);
    });

    it('by team, people who have left included', async () => {
      const groups = cut(['performance', 'content', 'analytics', null], (team) => ({
        ...NOTHING,
        entries: rows.entries.filter((entry) => entry.team === team),
      }));
      const question = { client, measures: HOUR_MEASURES, groups, query: { by: ['specialist.team'] } };
      const { answered, expected } = await compareFigures(ask, question);
      expect(answered).toEqual(expected);
    });

    it('by status at the end of a year', async () => {
      const statuses = statusesBefore(rows.events, instantOf('2025-12-31 21:00:00+00'));
      const count = (status: string | null) => statuses.filter((one) => one === status).length;
      const names = [...new Set(statuses)];
      expect(names.length).toBeGreaterThan(3);
      const time = { to: '2026-01-01', zone: 'Europe/Moscow' };
      const { rows: answered } = await ask(client, {
        metrics: ['tasks_by_status'],
        by: ['task_events.status'],
        time,
        numbers: 'strings',
      });
      const found = answered.map(([status, cell]) => [status, JSON.stringify(cell)]);
      expect(new Map(found.map(([status, cell]) => [status, cell]))).toEqual(
        new Map(names.map((status) => [status, JSON.stringify(String(count(status)))])),
      );
      const measures = { tasks_in_work: () => count('in_progress') + count('review') };
      const question = { client, measures, groups: whole(NOTHING), query: { time } };
      const inWork = await compareFigures(ask, question);
      expect(inWork.answered).toEqual(inWork.expected);
    });
  });

  it.each([
    ['sprint_progress', 0.6, 0.95],
    ['billable_share', 0.7, 0.95],
    ['late_share', 0.05, 0.4],
    ['cycle_time', 2, 15],
  ])('has a plausible %s for each client, and another one for each', async (metric, least, most) => {
    const values = await Promise.all(
      ['17', '23', '31', '42'].map(async (client) =>
        Number((await ask(client, { metrics: [metric] })).rows[0]?.[0]),
      ),
    );
    expect(Math.min(...values)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...values)).toBeLessThanOrEqual(most);
    expect(new Set(values).size).toBe(4);
  });
});
