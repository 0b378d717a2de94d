/** A shop's project that has something of every kind that can be edited. */
import type { Files } from '../../catalog/small-project.ts';

export const SHOP: Files = {
  'project.yaml': `project: shop
timezone: Europe/Berlin
currency: EUR
week_starts: monday
languages: [en, de]
roles: { channel: channels, customer: customers }
tenants: { model: clients, zone: zone }
calendars:
  retail: { model: days, date: day, grains: [season, period] }
  desk: { zone: Europe/Berlin, hours: { mon-fri: ["09:00-18:00"] } }
rates: { model: fx, from: source, to: target, date: day, rate: rate }
`,
  'models/clients.yaml': `model: clients
source: shop.clients
primary_key: id
tenant: id
dimensions:
  zone: { type: string }
`,
  'models/days.yaml': `model: days
source: shop.days
primary_key: day
tenant: shared
dimensions:
  day: { type: date }
  season: { type: integer }
  period: { type: integer }
`,
  'models/fx.yaml': `model: fx
source: shop.fx
primary_key: [source, target, day]
tenant: shared
dimensions:
  source: { type: string }
  target: { type: string }
  day: { type: date }
facts:
  rate: { type: decimal }
`,
  'models/channels.yaml': `model: channels
source: shop.channels
primary_key: id
tenant: shared
dimensions:
  name: { type: string }
  is_paid: { type: boolean }
`,
  'models/customers.yaml': `model: customers
source: shop.customers
primary_key: id
tenant: client_id
joins:
  origin: { model: channels, on: { first_channel_id: id } }
dimensions:
  name: { type: string, title: Name }
  email: { type: string, sensitive: pii }
  region: { type: string }
`,
  'models/campaigns.yaml': `model: campaigns
source: shop.campaigns
primary_key: id
tenant: client_id
joins:
  channel: { model: channels, on: { channel_id: id } }
dimensions:
  name: { type: string }
`,
  'models/orders.yaml': `model: orders
description: One row per order.
source: shop.orders
owner: data@shop.example
primary_key: id
tenant: client_id
time: ordered_at
refresh: { every: 1 hour, watermark: loaded_at, late_after: 6 hours }
joins:
  channel: { model: channels, on: { channel_id: id } }
  customer: { model: customers, on: { customer_id: id } }
  campaign: { model: campaigns, on: { campaign_id: id } }
dimensions:
  ordered_at: { type: time }
  paid_at: { type: time }
  status: { type: string, values: [placed, paid] }
  kind: { type: string, title: Kind }
  size: { type: string, formula: "case when amount >= 100 then 'large' else 'small' end" }
facts:
  amount: { type: decimal, unit: currency }
  discount: { type: decimal, unit: currency }
  weight: { type: float, unit: kg }
drill: [ordered_at, status, amount]
`,
  'models/spend.yaml': `model: spend
source: shop.spend
primary_key: [channel_id, day]
tenant: client_id
time: day
joins:
  channel: { model: channels, on: { channel_id: id } }
dimensions:
  day: { type: date }
facts:
  cost: { type: decimal, unit: currency }
`,
  'models/visits.yaml': `model: visits
source: shop.visits
primary_key: id
tenant: client_id
time: at
joins:
  order: { model: orders, on: { order_id: id } }
dimensions:
  at: { type: time }
  answered_at: { type: time }
`,
  'sales/revenue.yaml': `metric: revenue
version: 1
title: Revenue
description: All orders.
owner: a@shop.example
formula: sum(orders.amount) filter (where orders.status = 'paid')
tags: [money]
aliases: [turnover]
dimensions: [channel.name, orders.kind]
deprecated: { 1: { since: 2026-01-31, sunset: 2026-12-31 } }
`,
  'sales/orders_count.yaml': `metric: orders_count
version: 1
description: Orders.
owner: a@shop.example
formula: count(orders)
`,
  'sales/aov.yaml': `metric: aov
version: 1
description: Revenue per order.
owner: a@shop.example
formula: revenue / orders_count
`,
  'sales/spending.yaml': `metric: spending
version: 1
description: Spend.
owner: a@shop.example
formula: sum(spend.cost)
empty: null
`,
  'sales/roas.yaml': `metric: roas
version: 1
description: Return.
owner: a@shop.example
formula: revenue / spending
target: 3
`,
  'sales/weight.yaml': `metric: weight
version: 1
description: Weight.
owner: a@shop.example
formula: avg(orders.weight)
access: { groups: [logistics, board] }
`,
  'sales/paid_revenue.yaml': `metric: paid_revenue
version: 1
description: By paid channels.
owner: a@shop.example
formula: revenue filter (where channel.is_paid)
`,
  'sales/answer_time.yaml': `metric: answer_time
version: 1
description: Minutes.
owner: a@shop.example
formula: avg(business_minutes(visits.at, visits.answered_at, desk))
`,
  'sales/season_revenue.yaml': `metric: season_revenue
version: 1
description: Since the season began.
owner: a@shop.example
formula: to_date(revenue, season)
private: true
`,
  'sales/idea.yaml': `metric: idea
version: 1
description: Not yet.
owner: a@shop.example
formula: sum(orders.discount)
draft: true
`,
  'policies/board.yaml': `policy: board
description: Money is for the board.
owner: a@shop.example
applies_to: { tags: [money] }
access: { groups: [board, finance] }
`,
  'policies/regions.yaml': `policy: regions
description: Each region sees its own.
owner: a@shop.example
rows:
  - { model: customers, member: region, claim: region }
sensitive:
  - { members: [customers.email], show: masked }
`,
};
