/**
 * Campaigns of one client: one on each paid channel that never ends, shorter ones beside them, and at
 * the end two twins that spend alike to the kopeck, so that rankings meet ties.
 */

import type { DemoDay } from './demo-calendar.ts';
import type { ClientProfile } from './demo-clients.ts';
import { DEMO_CHANNELS } from './generate-channels.ts';
import type { campaignsTable } from './sales-tables.ts';
import { createRandom } from './seeded-random.ts';
import type { RowOf } from './table-shape.ts';

/** One campaign; days are indexes into the demo's window, the last included. */
export interface DemoCampaign {
  /** Unique within its client. */
  readonly id: number;
  readonly channel: number | null;
  readonly name: string;
  readonly kind: string | null;
  readonly firstDay: number;
  readonly lastDay: number | null;
  /** Seed of its spending; twins share one. */
  readonly seed: string;
}

/** A campaign that rows name and no client has. */
export const MISSING_CAMPAIGN = 999;

const KINDS = ['brand', 'performance', 'retargeting'];
const NAMES = ['Spring sale', 'Autumn collection', 'Black Friday', 'Back to school', 'Newcomers', 'New Year'];
const PAID = DEMO_CHANNELS.filter(({ kind }) => kind === 'paid');

/** All campaigns of `client` in the order of their numbers. */
export function generateCampaigns(client: ClientProfile, days: readonly DemoDay[]): readonly DemoCampaign[] {
  const random = createRandom(`campaigns ${client.id}`);
  const lasting = PAID.map(({ id, name }, index) => ({
    id: index + 1,
    channel: id,
    name: `${name}: always on`,
    kind: KINDS[index % KINDS.length] ?? null,
    firstDay: 0,
    lastDay: null,
    seed: `spend ${client.id} ${index + 1}`,
  }));
  const short = Array.from({ length: client.campaigns - lasting.length - 2 }, (_, index) => {
    const id = lasting.length + index + 1;
    const firstDay = random.integer(0, days.length - 160);
    return {
      id,
      // The first of them was set up without a channel and a kind.
      channel: index === 0 ? null : random.pick(PAID).id,
      name: random.pick(NAMES),
      kind: index === 0 ? null : random.pick(KINDS),
      firstDay,
      lastDay: firstDay + random.integer(25, 150),
      seed: `spend ${client.id} ${id}`,
    };
  });
  const twin = {
    channel: 2,
    kind: 'performance',
    firstDay: 400,
    lastDay: 459,
    seed: `spend ${client.id} twin`,
  };
  const twins = ['A', 'B'].map((variant, index) => ({
    ...twin,
    id: client.campaigns - 1 + index,
    name: `Landing page ${variant}`,
  }));
  return [...lasting, ...short, ...twins];
}

/** Whether `campaign` runs on the day of that index. */
export function runsOn(campaign: DemoCampaign, day: number): boolean {
  return campaign.firstDay <= day && (campaign.lastDay === null || day <= campaign.lastDay);
}

/** The campaigns of `client` as rows. */
export function toCampaignRows(
  client: ClientProfile,
  campaigns: readonly DemoCampaign[],
  { days, loadedAt }: { readonly days: readonly DemoDay[]; readonly loadedAt: string },
): readonly RowOf<typeof campaignsTable>[] {
  return campaigns.map((campaign) => ({
    client_id: String(client.id),
    campaign_id: String(campaign.id),
    channel_id: campaign.channel === null ? null : String(campaign.channel),
    name: campaign.name,
    kind: campaign.kind,
    started_on: days[campaign.firstDay]?.date ?? null,
    ended_on: campaign.lastDay === null ? null : (days[campaign.lastDay]?.date ?? null),
    loaded_at: loadedAt,
  }));
}
