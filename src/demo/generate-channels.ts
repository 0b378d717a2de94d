/** The agency's list of channels, the same for every client. */
import type { channelsTable } from './sales-tables.ts';
import type { RowOf } from './table-shape.ts';

/** One channel, and how often it brings an order. */
export interface DemoChannel {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly kind: 'paid' | 'owned' | 'earned';
  readonly countsImpressions: boolean;
  readonly orderWeight: number;
}

/** All channels. */
export const DEMO_CHANNELS: readonly DemoChannel[] = [
  { id: 1, code: 'yandex', name: 'Yandex Direct', kind: 'paid', countsImpressions: true, orderWeight: 24 },
  { id: 2, code: 'vk', name: 'VK Ads', kind: 'paid', countsImpressions: true, orderWeight: 14 },
  { id: 3, code: 'google', name: 'Google Ads', kind: 'paid', countsImpressions: true, orderWeight: 10 },
  { id: 4, code: 'email', name: 'Email', kind: 'owned', countsImpressions: false, orderWeight: 12 },
  { id: 5, code: 'seo', name: 'Organic search', kind: 'earned', countsImpressions: false, orderWeight: 20 },
  { id: 6, code: 'referral', name: 'Referrals', kind: 'earned', countsImpressions: false, orderWeight: 5 },
  { id: 7, code: 'bloggers', name: 'Bloggers', kind: 'paid', countsImpressions: false, orderWeight: 6 },
];

/** A channel that rows name and the list does not have. */
export const MISSING_CHANNEL = 99;

/** Channels by how often they bring an order; `null` where the UTM tags were lost. */
export const CHANNEL_WEIGHTS: readonly (readonly [channel: number | null, weight: number])[] = [
  ...DEMO_CHANNELS.map(({ id, orderWeight }) => [id, orderWeight] as const),
  [null, 8],
  [MISSING_CHANNEL, 1],
];

/** The channels as rows. */
export function generateChannels(loadedAt: string): readonly RowOf<typeof channelsTable>[] {
  return DEMO_CHANNELS.map(({ id, code, name, kind }) => ({
    channel_id: String(id),
    code,
    name,
    kind,
    loaded_at: loadedAt,
  }));
}
