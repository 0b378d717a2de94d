/** What the rows of one client are drawn from. */
import { type DemoDay, listDays } from './demo-calendar.ts';
import type { ClientProfile } from './demo-clients.ts';
import { type DemoCampaign, generateCampaigns } from './generate-campaigns.ts';
import { type DemoProduct, generateProducts } from './generate-products.ts';

/** A client with its days, campaigns and products: little beside the rows made of them. */
export interface ClientSupply {
  readonly client: ClientProfile;
  readonly days: readonly DemoDay[];
  readonly campaigns: readonly DemoCampaign[];
  readonly products: readonly DemoProduct[];
}

/** Draws campaigns and products of `client`. */
export function supplyClient(client: ClientProfile): ClientSupply {
  const days = listDays(client.zone);
  return { client, days, campaigns: generateCampaigns(client, days), products: generateProducts(client) };
}
