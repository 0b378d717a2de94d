/** Where something of a client came from: a channel, and perhaps a campaign of it that runs on the day. */
import type { ClientSupply } from './client-supply.ts';
import type { DemoDay } from './demo-calendar.ts';
import { MISSING_CAMPAIGN, runsOn } from './generate-campaigns.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Where from; `null` where the UTM tags were lost. */
export interface Origin {
  readonly channel: number | null;
  readonly campaign: number | null;
}

/** Some come without a campaign, or by one that nobody has. */
export function drawOrigin(
  random: SeededRandom,
  {
    supply: { campaigns },
    day,
    channels,
  }: {
    readonly supply: Pick<ClientSupply, 'campaigns'>;
    readonly day: DemoDay;
    readonly channels: readonly (readonly [channel: number | null, weight: number])[];
  },
): Origin {
  const channel = random.weighted(channels);
  const running = campaigns.filter((one) => one.channel === channel && runsOn(one, day.index));
  if (channel === null || running.length === 0 || random.chance(100)) return { channel, campaign: null };
  return { channel, campaign: random.chance(10) ? MISSING_CAMPAIGN : random.pick(running).id };
}
