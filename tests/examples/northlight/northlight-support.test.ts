import { beforeAll, describe, expect, it } from 'vitest';
import { generateDemo } from '../../../src/demo/generate-demo.ts';
import { ticketEventsTable, topicsTable } from '../../../src/demo/support/support-tables.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import type { Ask } from '../open-project.ts';
import { compareFigures, cut, MONTHS, whole } from './compare-answers.ts';
import { openNorthlight } from './open-northlight.ts';
import { groupRows, instantOf, monthOf, ofClient, readTable } from './plain-rows.ts';
import {
  COST_MEASURES,
  isOpen,
  readSupport,
  SELF_SERVICE_MEASURES,
  SURVEY_MEASURES,
  type SupportRows,
  TICKET_MEASURES,
} from './support-figures.ts';

const demo = generateDemo();
const topics = new Map(readTable(demo, topicsTable).map((topic) => [topic.topic_code, topic.name]));
const NOTHING: SupportRows = { tickets: [], surveys: [], visits: [], costs: [], orders: [] };

function inMonth(rows: SupportRows, zone: string, month: string | null): SupportRows {
  return {
    tickets: rows.tickets.filter(({ opened_at }) => monthOf(opened_at, zone) === month),
    surveys: rows.surveys.filter(({ sent_at }) => monthOf(sent_at, zone) === month),
    visits: rows.visits.filter(({ visited_at }) => monthOf(visited_at, zone) === month),
    costs: rows.costs.filter((cost) => cost.month === month),
    orders: rows.orders.filter(({ ordered_at }) => monthOf(ordered_at, zone) === month),
  };
}

describeEachDatabase('Northlight’s support', (open) => {
  let ask: Ask;
  beforeAll(async () => {
    ask = await openNorthlight(open());
  });

  describe.each(['17', '23', '42'])('of client %s equals plain TypeScript', (client) => {
    const rows = readSupport(demo, client);
    const everything = { ...TICKET_MEASURES, ...SELF_SERVICE_MEASURES, ...SURVEY_MEASURES, ...COST_MEASURES };

    it('over all time', async () => {
      const question = { client, measures: everything, groups: whole(rows), query: {} };
      const { answered, expected } = await compareFigures(ask, question);
      expect(answered).toEqual(expected);
    });

    it('by month', async () => {
      const zone = 'Europe/Moscow';
      const groups = cut(MONTHS, (month) => inMonth(rows, zone, month));
      const query = { time: { grain: 'month', zone } } as const;
      const { answered, expected } = await compareFigures(ask, {
        client,
        measures: everything,
        groups,
        query,
      });
      expect(answered).toEqual(expected);
    });

    it('by topic, those that the list does not have included', async () => {
      const topicOf = ({ topic_code }: { readonly topic_code: string | null }) =>
        topics.get(topic_code) ?? null;
      const groups = cut([...topics.values(), null], (topic) => ({
        ...NOTHING,
        tickets: rows.tickets.filter((ticket) => topicOf(ticket) === topic),
        visits: rows.visits.filter((visit) => topicOf(visit) === topic),
      }));
      const measures = { ...TICKET_MEASURES, ...SELF_SERVICE_MEASURES };
      const { answered, expected } = await compareFigures(ask, {
        client,
        measures,
        groups,
        query: { by: ['topic.name'] },
      });
      expect(answered).toEqual(expected);
    });

    it('by the way of asking', async () => {
      const groups = cut(['chat', 'email', 'phone', 'form'], (way) => ({
        ...NOTHING,
        tickets: rows.tickets.filter(({ contact_by }) => contact_by === way),
      }));
      const query = { by: ['tickets.contact_by'] };
      const { answered, expected } = await compareFigures(ask, {
        client,
        measures: TICKET_MEASURES,
        groups,
        query,
      });
      expect(answered).toEqual(expected);
    });

    it('counts what is open at the end of a day, reopened tickets included and deleted ones not', async () => {
      const events = ofClient(readTable(demo, ticketEventsTable), client);
      const end = instantOf('2025-12-31 21:00:00+00');
      const open = [...groupRows(events, ({ ticket_id }) => ticket_id).values()].filter((own) => {
        return isOpen(own.filter(({ happened_at }) => instantOf(happened_at) < end));
      });
      const known = new Set(rows.tickets.map(({ ticket_id }) => ticket_id));
      const kept = open.filter(([event]) => event !== undefined && known.has(event.ticket_id));
      expect(kept.length).toBeGreaterThan(0);
      const measures = { tickets_open: () => kept.length };
      const query = { time: { to: '2026-01-01', zone: 'Europe/Moscow' } };
      const groups = whole(NOTHING);
      const { answered, expected } = await compareFigures(ask, { client, measures, groups, query });
      expect(answered).toEqual(expected);
    });
  });

  it.each([
    ['first_response_time', 20, 90],
    ['csat', 4, 4.8],
    ['nps', 10, 60],
    ['sla_share', 0.8, 0.98],
    ['self_service_share', 0.25, 0.6],
    ['support_cost_per_ticket', 100, 1000],
    ['repeat_contact_rate', 0.03, 0.15],
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
