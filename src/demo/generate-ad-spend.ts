/**
 * Daily spending of one client's campaigns, with the dirt of real exports: days without a row, days of
 * zeros, rows whose campaign or channel is unknown or missing, systems that count no impressions.
 */
import { invariant } from '../base/invariant.ts';
import type { ClientSupply } from './client-supply.ts';
import { DAY, type DemoDay } from './demo-calendar.ts';
import type { ClientProfile } from './demo-clients.ts';
import { type DemoCampaign, MISSING_CAMPAIGN, runsOn } from './generate-campaigns.ts';
import { DEMO_CHANNELS, MISSING_CHANNEL } from './generate-channels.ts';
import { drawLoadedAt } from './load-delay.ts';
import { type Kopecks, printMoney, takePercent } from './money.ts';
import type { adSpendTable } from './sales-tables.ts';
import { createRandom, type SeededRandom } from './seeded-random.ts';
import type { RowOf } from './table-shape.ts';

type SpendRow = RowOf<typeof adSpendTable>;
type Attribution = Pick<SpendRow, 'channel_id' | 'campaign_id'>;

/** Figures of one campaign on one day. */
interface Spending {
  readonly spend: Kopecks;
  readonly clicks: number;
  readonly impressions: number | null;
}

/** All spending of `client`, campaign by campaign. */
export function* generateAdSpend({ client, campaigns, days }: ClientSupply): Generator<SpendRow> {
  const reports = client.quota === null ? null : createThinning(client.quota.spendRows, { campaigns, days });
  let count = 0;
  for (const campaign of campaigns) {
    const random = createRandom(campaign.seed);
    const dirt = createRandom(`${campaign.seed} dirt`);
    const costPerClick = random.integer(900, 4200);
    for (const day of days) {
      if (!runsOn(campaign, day.index) || !(reports?.() ?? !random.chance(30))) continue;
      const spending = drawSpending(random, { client, campaign, day, costPerClick });
      count += 1;
      yield {
        spend_id: String(client.id * 1_000_000 + count),
        client_id: String(client.id),
        day: day.date,
        ...drawAttribution(dirt, campaign),
        impressions: spending.impressions === null ? null : String(spending.impressions),
        clicks: String(spending.clicks),
        spend: printMoney(spending.spend),
        loaded_at: drawLoadedAt(dirt, day.start + day.seconds + DAY / 4),
      };
    }
  }
}

/** On how many days campaigns run, each for itself. */
export function countCampaignDays({ campaigns, days }: Pick<ClientSupply, 'campaigns' | 'days'>): number {
  return campaigns.reduce(
    (sum, campaign) => sum + days.filter(({ index }) => runsOn(campaign, index)).length,
    0,
  );
}

/** Says of each day of each campaign whether it is reported: `count` of them are, evenly spread. */
function createThinning(count: number, supply: Pick<ClientSupply, 'campaigns' | 'days'>): () => boolean {
  const total = countCampaignDays(supply);
  invariant(count <= total, 'more spending is promised than campaigns have days');
  let seen = 0;
  return () => {
    seen += 1;
    return Math.floor((count * seen) / total) > Math.floor((count * (seen - 1)) / total);
  };
}

function drawSpending(
  random: SeededRandom,
  {
    client,
    campaign,
    day,
    costPerClick,
  }: { client: ClientProfile; campaign: DemoCampaign; day: DemoDay; costPerClick: Kopecks },
): Spending {
  const channel = DEMO_CHANNELS.find(({ id }) => id === campaign.channel);
  const counted = channel?.countsImpressions ?? true;
  // Everything is paused in the first week of January, and each campaign on some days of its own.
  const paused = /-01-0[1-7]$/.test(day.date) || random.chance(50);
  if (paused) return { spend: 0, clicks: 0, impressions: counted ? 0 : null };
  const spend = takePercent(client.dailyBudget, random.integer(60, 140));
  const clicks = Math.floor(spend / takePercent(costPerClick, random.integer(80, 125)));
  const impressions = clicks * random.integer(30, 120) + random.integer(0, 29);
  return { spend, clicks, impressions: counted ? impressions : null };
}

/** Mostly the campaign's own; else with a part lost, or pointing at something deleted. */
function drawAttribution(random: SeededRandom, campaign: DemoCampaign): Attribution {
  const channel = campaign.channel === null ? null : String(campaign.channel);
  const own = { channel_id: channel, campaign_id: String(campaign.id) };
  return random.weighted<Attribution>([
    [own, 970],
    [{ ...own, campaign_id: String(MISSING_CAMPAIGN) }, 10],
    [{ ...own, campaign_id: null }, 8],
    [{ channel_id: String(MISSING_CHANNEL), campaign_id: null }, 6],
    [{ channel_id: null, campaign_id: null }, 6],
  ]);
}
