/**
 * Creatives of one client's campaigns, and what they bring a day: the spending of a campaign divided among
 * those that are shown, to the kopeck. Only some advertising systems report creatives.
 */
import type { ClientSupply } from '../client-supply.ts';
import type { DemoCampaign } from '../generate-campaigns.ts';
import { type Kopecks, printMoney, readMoney, takePercent } from '../money.ts';
import { printNullable } from '../print-value.ts';
import type { adSpendTable } from '../sales-tables.ts';
import { createRandom, type SeededRandom } from '../seeded-random.ts';
import { type DemoRow, type RowOf, toDemoRow } from '../table-shape.ts';
import { creativeDaysTable, creativesTable } from './traffic-tables.ts';

/** One creative. */
export interface DemoCreative {
  /** Unique within its client. */
  readonly id: number;
  readonly campaign: number;
  readonly name: string;
  readonly format: string | null;
}

/** VK Ads and Google Ads. */
const REPORTING_CHANNELS: ReadonlySet<number | null> = new Set([2, 3]);
const SUBJECTS = [
  'Bestsellers',
  'New arrivals',
  'Free delivery',
  'Customer story',
  'Last items',
  'Gift ideas',
];
const FORMATS = ['video', 'banner', 'carousel', 'text', null];
/** A creative that rows name and no client has. */
const MISSING_CREATIVE = 9999;

/** Two to four for each campaign. */
export function generateCreatives({ client, campaigns }: ClientSupply): readonly DemoCreative[] {
  const random = createRandom(`creatives ${client.id}`);
  const creatives: DemoCreative[] = [];
  for (const campaign of campaigns)
    for (let left = random.integer(2, 4); left > 0; left -= 1)
      creatives.push({
        id: creatives.length + 1,
        campaign: campaign.id,
        name: random.pick(SUBJECTS),
        format: random.weighted(FORMATS.map((format) => [format, format === null ? 1 : 6] as const)),
      });
  return creatives;
}

/** The creatives as rows. */
export function toCreativeRows(
  { client }: ClientSupply,
  creatives: readonly DemoCreative[],
  loadedAt: string,
): readonly DemoRow[] {
  return creatives.map((creative) =>
    toDemoRow(creativesTable, {
      client_id: String(client.id),
      creative_id: String(creative.id),
      campaign_id: String(creative.campaign),
      name: creative.name,
      format: creative.format,
      loaded_at: loadedAt,
    }),
  );
}

/** Divides each row of spending that a reporting system has among the creatives of its campaign. */
export function openCreativeReport(
  { client, campaigns }: ClientSupply,
  creatives: readonly DemoCreative[],
): (spending: RowOf<typeof adSpendTable>) => Generator<DemoRow> {
  const random = createRandom(`creative days ${client.id}`);
  const reporting = new Map(
    campaigns
      .filter(({ channel }) => REPORTING_CHANNELS.has(channel))
      .map((campaign) => [String(campaign.id), creativesOf(campaign, creatives)]),
  );
  let count = 0;
  return function* divide(spending) {
    const own = reporting.get(spending.campaign_id ?? '') ?? [];
    for (const part of drawParts(random, own, spending)) {
      count += 1;
      yield toDemoRow(creativeDaysTable, {
        row_id: String(client.id * 1_000_000 + count),
        client_id: String(client.id),
        day: spending.day,
        creative_id: String(random.chance(6) ? MISSING_CREATIVE : part.creative),
        impressions: printNullable(part.impressions),
        clicks: String(part.clicks),
        spend: printMoney(part.spend),
        loaded_at: spending.loaded_at,
      });
    }
  };
}

function creativesOf({ id }: DemoCampaign, creatives: readonly DemoCreative[]): readonly DemoCreative[] {
  return creatives.filter(({ campaign }) => campaign === id);
}

/** What one creative has of a day. */
interface CreativePart {
  readonly creative: number;
  readonly spend: Kopecks;
  readonly clicks: number;
  readonly impressions: number | null;
}

/** On most days one creative is shown, on others two. */
function drawParts(
  random: SeededRandom,
  creatives: readonly DemoCreative[],
  spending: RowOf<typeof adSpendTable>,
): readonly CreativePart[] {
  const shown = creatives.length === 0 ? [] : [random.pick(creatives)];
  const second = shown.length > 0 && random.chance(250) ? random.pick(creatives) : null;
  const percent = second === null ? 100 : random.integer(20, 80);
  const whole = {
    spend: readMoney(spending.spend),
    clicks: Number(spending.clicks),
    impressions: spending.impressions === null ? null : Number(spending.impressions),
  };
  const first = takePart(whole, percent);
  return [
    ...shown.map(({ id }) => ({ creative: id, ...first })),
    ...(second === null ? [] : [{ creative: second.id, ...takeRest(whole, first) }]),
  ];
}

type Amounts = Omit<CreativePart, 'creative'>;

function takePart({ spend, clicks, impressions }: Amounts, percent: number): Amounts {
  return {
    spend: takePercent(spend, percent),
    clicks: takePercent(clicks, percent),
    impressions: impressions === null ? null : takePercent(impressions, percent),
  };
}

function takeRest(whole: Amounts, part: Amounts): Amounts {
  return {
    spend: whole.spend - part.spend,
    clicks: whole.clicks - part.clicks,
    impressions: whole.impressions === null ? null : whole.impressions - (part.impressions ?? 0),
  };
}
