/** The rows of the demo one after the other: whoever takes them decides how many are held at a time. */
import { type ClientSupply, supplyClient } from './client-supply.ts';
import { DEMO_TO } from './demo-calendar.ts';
import type { ClientProfile } from './demo-clients.ts';
import { generateAdSpend } from './generate-ad-spend.ts';
import { toCampaignRows } from './generate-campaigns.ts';
import { generateChannels } from './generate-channels.ts';
import { toProductRows } from './generate-products.ts';
import { generateSales } from './generate-sales.ts';
import { openAccountLedger } from './money/account-ledger.ts';
import { generatePlans } from './money/generate-plans.ts';
import { generateWork } from './operations/generate-work.ts';
import { generateSpecialists } from './operations/specialists.ts';
import { adSpendTable, campaignsTable, channelsTable, clientsTable, productsTable } from './sales-tables.ts';
import { generateHelpVisits, generateSupportCosts } from './support/generate-help.ts';
import { generateTopics } from './support/topics.ts';
import { generateHolidays } from './support/working-time.ts';
import { type DemoRow, type TableShape, toDemoRow } from './table-shape.ts';
import { generateCountries } from './traffic/countries.ts';
import { generateDevices } from './traffic/devices.ts';
import { generateCreatives, openCreativeReport, toCreativeRows } from './traffic/generate-creatives.ts';
import { generateLeads } from './traffic/generate-leads.ts';
import { generateSessions } from './traffic/generate-sessions.ts';

/** Reference data is loaded again every night; this is the last night's. */
const LAST_LOAD = `${DEMO_TO} 01:00:00+00`;

/** All rows of `clients`, client by client; those of each table in the order in which they are stored. */
export function* streamDemo(clients: Iterable<ClientProfile>): Generator<DemoRow> {
  yield* toDemoRows(channelsTable, generateChannels(LAST_LOAD));
  yield* generateCountries(LAST_LOAD);
  yield* generateDevices(LAST_LOAD);
  yield* generateSpecialists(LAST_LOAD);
  yield* generateTopics(LAST_LOAD);
  yield* generateHolidays(LAST_LOAD);
  for (const client of clients) yield* streamClient(client);
}

function* streamClient(client: ClientProfile): Generator<DemoRow> {
  const supply = supplyClient(client);
  const { campaigns, products, days } = supply;
  yield toClientRow(client);
  yield* toDemoRows(campaignsTable, toCampaignRows(client, campaigns, { days, loadedAt: LAST_LOAD }));
  yield* toDemoRows(productsTable, toProductRows(client, products, LAST_LOAD));
  yield* streamSpending(supply);
  yield* generatePlans(supply, LAST_LOAD);
  yield* generateSessions(supply);
  yield* generateLeads(supply);
  yield* generateSales(supply);
  yield* generateHelpVisits(supply);
  yield* generateSupportCosts(supply, LAST_LOAD);
  yield* generateWork(supply, LAST_LOAD);
}

function* streamSpending(supply: ClientSupply): Generator<DemoRow> {
  const creatives = generateCreatives(supply);
  const ledger = openAccountLedger(supply);
  const divide = openCreativeReport(supply, creatives);
  yield* toCreativeRows(supply, creatives, LAST_LOAD);
  for (const spending of generateAdSpend(supply)) {
    yield toDemoRow(adSpendTable, spending);
    yield* divide(spending);
    ledger.add(spending);
  }
  yield* ledger.close(LAST_LOAD);
}

function toClientRow(client: ClientProfile): DemoRow {
  return toDemoRow(clientsTable, {
    client_id: String(client.id),
    name: client.name,
    timezone: client.zone,
    country: client.country,
    signed_on: client.signedOn,
    loaded_at: LAST_LOAD,
  });
}

function* toDemoRows<Column extends string>(
  shape: TableShape<Column>,
  rows: Iterable<Readonly<Record<Column, string | null>>>,
): Generator<DemoRow> {
  for (const row of rows) yield toDemoRow(shape, row);
}
