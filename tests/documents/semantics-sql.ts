/** The tables of `docs/semantics.md`, and the statements by hand that prove its answers, by section and question. */

/** Every table's columns; rows are tenant 17's unless they say otherwise. */
export const PAGE_TABLES: Readonly<Record<string, string>> = {
  orders:
    "client text default '17', order_id int, customer_id int, channel_id int, ordered_at timestamptz, status text, amount numeric",
  refunds: "client text default '17', order_id int, amount numeric",
  reviews: "client text default '17', review_id int, order_id int, customer_id int",
  ad_spend: "client text default '17', channel_id int, cost numeric",
  channels: "client text default '17', channel_id int, name text",
  prices: "client text default '17', id int, product text, each numeric, since date, until date",
  sales: "client text default '17', id int, product text, pieces int, sold_at timestamptz",
  plans: "client text default '17', id int, month date, amount numeric",
  targets: "client text default '17', id int, month date, amount numeric",
  balances: "client text default '17', id int, account text, day date, amount numeric",
  days: "client text default '17', day date, period int",
  customers: "client text default '17', customer_id int, channel_id int, country text",
  tags: "client text default '17', tag_id int, name text, kind text",
  order_tags: "client text default '17', order_id int, tag_id int",
};

const BY_CHANNEL =
  'from page.orders o left join page.channels c on c.channel_id = o.channel_id group by c.name';

export const HAND_SQL: Readonly<Record<string, readonly string[]>> = {
  'S1 Nothing is counted twice': [
    `select sold, returned, sold - returned
     from (select (select sum(amount) from page.orders) as sold, (select sum(amount) from page.refunds) as returned) as sums`,
  ],
  'S2 No row is lost': [`select c.name, sum(o.amount) ${BY_CHANNEL} order by 2 desc`],
  'S3 Several facts meet on what they share': [
    `select names.name, coalesce(sold.amount, 0) as amount, coalesce(spent.cost, 0),
            (coalesce(sold.amount, 0) / nullif(coalesce(spent.cost, 0), 0))::float8
     from (select name from page.channels union select null) as names
     left join (select c.name, sum(o.amount) as amount ${BY_CHANNEL}) as sold on sold.name is not distinct from names.name
     left join (
       select c.name, sum(s.cost) as cost
       from page.ad_spend s left join page.channels c on c.channel_id = s.channel_id
       group by c.name
     ) as spent on spent.name is not distinct from names.name
     order by amount desc`,
  ],
  'S4 One path, or none': [
    `select c.name, count(*)
     from page.reviews r
     join page.orders o on o.order_id = r.order_id
     join page.channels c on c.channel_id = o.channel_id
     group by c.name`,
    `select c.name, count(*)
     from page.reviews r
     join page.customers u on u.customer_id = r.customer_id
     join page.channels c on c.channel_id = u.channel_id
     group by c.name`,
  ],
  'S5 Ranges are half-open and exact': [
    `select sum(amount) from page.orders
     where ordered_at >= '2025-12-31T23:00:00Z' and ordered_at < '2026-01-31T23:00:00Z'`,
    `select date_trunc('month', ordered_at at time zone 'Europe/Berlin')::date, sum(amount)
     from page.orders
     where ordered_at >= '2026-01-14T23:00:00Z' and ordered_at < '2026-02-28T23:00:00Z'
     group by 1 order by 1`,
  ],
  'S6 Buckets are cut in the reporting zone': [
    `select case when ordered_at < '2026-03-28T23:00:00Z' then date '2026-03-28'
                 when ordered_at < '2026-03-29T22:00:00Z' then date '2026-03-29'
                 else date '2026-03-30' end as day, sum(amount)
     from page.orders
     where ordered_at >= '2026-03-27T23:00:00Z' and ordered_at < '2026-03-30T22:00:00Z'
     group by 1 order by 1`,
    `select '2026-10-25T02:00:00+02:00', sum(amount) from page.orders
     where ordered_at >= '2026-10-25T00:00:00Z' and ordered_at < '2026-10-25T01:00:00Z'
     union all
     select '2026-10-25T02:00:00+01:00', sum(amount) from page.orders
     where ordered_at >= '2026-10-25T01:00:00Z' and ordered_at < '2026-10-25T02:00:00Z'`,
    `select case when ordered_at < '2026-03-31T22:00:00Z' then date '2025-04-01' else '2026-04-01' end, sum(amount)
     from page.orders group by 1 order by 1`,
    `select (select min(day) from page.days where period = d.period), sum(amount)
     from page.orders left join page.days d on d.day = (ordered_at at time zone 'Europe/Berlin')::date
     group by d.period order by 1`,
    `select to_char(ordered_at at time zone 'Europe/Berlin', 'ID')::int, sum(amount)
     from page.orders group by 1 order by 2 desc`,
  ],
  'S7 Windows': [
    `select m::date,
            coalesce(sum(amount) filter (where d >= m), 0), sum(amount) filter (where d >= '2026-01-01'),
            count(distinct customer_id) filter (where d >= m - interval '1 month')
     from generate_series(timestamp '2026-02-01', '2026-04-01', '1 month') as m
     join (select *, ordered_at at time zone 'Europe/Berlin' as d from page.orders) as o on d < m + interval '1 month'
     group by 1 order by 1`,
    `select now, before, now - before, round((now - before) / before, 12)
     from (
       select sum(amount) filter (where ordered_at >= '2026-02-28T23:00:00Z') as now,
              sum(amount) filter (where ordered_at >= '2026-01-31T23:00:00Z' and ordered_at < '2026-02-28T23:00:00Z') as before
       from page.orders
     ) as sums`,
    `select d::date, sum(amount)
     from generate_series(timestamp '2026-03-27', '2026-03-31', '1 day') as d
     join page.orders on (ordered_at at time zone 'Europe/Berlin')::date = (d - interval '1 month')::date
     group by 1 order by 1`,
  ],
  'S8 Groups, gaps and empties': [
    `select c.name, count(*), coalesce(sum(o.amount) filter (where o.status = 'paid'), 0),
            (avg(o.amount) filter (where o.status = 'paid'))::float8
     ${BY_CHANNEL} order by c.name`,
    `select day::date, coalesce(sum(o.amount), 0), avg(o.amount)::float8
     from generate_series(timestamp '2026-01-05', '2026-01-07', '1 day') as day
     left join page.orders o
       on (o.ordered_at at time zone 'Europe/Berlin')::date = day::date and o.status = 'paid'
     group by 1 order by 1`,
  ],
  'S9 Totals are computed, not added up': [
    `select c.name, count(distinct o.customer_id), avg(o.amount)::float8 ${BY_CHANNEL} order by c.name`,
  ],
  'S10 A filter reaches every leg': [],
  'S11 The same question gives the same bytes': [
    `select c.name, sum(o.amount) ${BY_CHANNEL} order by 2 desc, c.name collate "C" nulls last`,
    `select c.name, sum(o.amount) ${BY_CHANNEL} order by c.name collate "C" desc nulls last`,
  ],
  'S13 Numbers are honest': [`select sum(amount), round(avg(amount), -3) from page.orders`],
  Snapshots: [
    `select m::date,
            (select coalesce(sum(amount), 0) from page.balances b
             where b.day >= m and b.day < m + interval '1 month' and not exists (
               select from page.balances later
               where later.account = b.account and later.day < m + interval '1 month' and (later.day, later.id) > (b.day, b.id)
             )),
            (select sum(amount) from page.balances b
             where b.day < m + interval '1 month' and not exists (
               select from page.balances later
               where later.account = b.account and later.day < m + interval '1 month' and (later.day, later.id) > (b.day, b.id)
             )),
            (select coalesce(sum(amount), 0) from page.balances where day = m + interval '1 month - 1 day')
     from generate_series(timestamp '2026-01-01', '2026-03-01', '1 month') as m
     order by m`,
    `select sum(amount) from (
       select distinct on (account) amount from page.balances where day < '2026-02-01' order by account, day desc, id desc
     ) as chosen
     where amount < 110`,
  ],
  'Other rows': [
    `with placed as (
       select o.*, row_number() over (partition by customer_id order by ordered_at, order_id) as visit,
              count(*) over (partition by customer_id) as orders
       from page.orders o
     )
     select visit, case when u.customer_id is not null then orders end, count(*), sum(amount)
     from placed o left join page.customers u using (client, customer_id)
     where ordered_at >= '2026-01-31T23:00:00Z' and ordered_at < '2026-02-28T23:00:00Z'
     group by 1, 2 order by 3 desc, 1, 2`,
    `select u.country, sum(o.amount)
     from page.orders o join page.customers u using (client, customer_id)
     where ordered_at >= '2026-01-31T23:00:00Z' and ordered_at < '2026-02-28T23:00:00Z'
       and 1 < (select count(*) from page.orders other where other.customer_id = u.customer_id)
     group by 1`,
  ],
  Bridges: [
    `select t.name, count(distinct o.order_id), (
       select sum(amount) from page.orders where order_id = any(array_agg(distinct o.order_id))
     )
     from page.orders o left join page.order_tags p using (order_id) left join page.tags t using (tag_id)
     group by 1 order by 2 desc, 1`,
    `select sum(amount) from page.orders o where not exists (
       select from page.order_tags p join page.tags t using (tag_id) where p.order_id = o.order_id and t.name = 'new'
     )`,
    `select sum(amount) from page.orders where order_id in (select order_id from page.order_tags where tag_id = 3)`,
    `select 'new', count(*), sum(amount) from page.orders
     where order_id in (select order_id from page.order_tags where tag_id in (1, 3))`,
    `select t.name, count(distinct o.order_id) filter (where o.order_id in (1, 3))
     from page.orders o left join page.order_tags p using (order_id) left join page.tags t using (tag_id)
     group by 1 order by 2 desc, 1`,
  ],
  'Joins at a time': [
    `select case when p.each > 5 then 'dear' when p.each is not null then 'cheap' end, coalesce(sum(s.pieces * p.each), 0)
     from page.sales s
     left join page.prices p
       on p.product = s.product
       and (s.sold_at at time zone 'Europe/Berlin')::date >= coalesce(p.since, '-infinity')
       and (s.sold_at at time zone 'Europe/Berlin')::date < coalesce(p.until, 'infinity')
     group by 1 order by 2 desc`,
  ],
  'Whole periods': [
    `select to_char(month, 'YYYY-MM-01')::date, sum(amount) from page.plans group by 1 order by 1`,
  ],
  'Periods that are divided': [
    `values ('2026-01-26'::date, (round(6 * 310 / 31.0 + 100 / 28.0, 10))::text), ('2026-02-02', '25')`,
    `values ('2026-01-30'::date, '300'), ('2026-01-31', '310'), ('2026-02-01', round(100 / 28.0, 11)::text)`,
  ],
  'Again over groups': [
    `select m::date,
            round(count(o.order_id) / extract(day from m + interval '1 month - 1 day')::numeric, 13)::float8,
            (select count(*) from (
               select from page.orders r where date_trunc('month', r.ordered_at at time zone 'Europe/Berlin') = m
               group by r.customer_id having count(*) > 1
             ) as often)
     from generate_series(timestamp '2026-01-01', '2026-02-01', '1 month') as m
     join page.orders o on date_trunc('month', o.ordered_at at time zone 'Europe/Berlin') = m
     group by m order by m`,
    `select m::date, (select amount from page.balances where day < m + interval '1 month' order by day desc limit 1)
     from generate_series(timestamp '2026-01-01', '2026-02-01', '1 month') as m order by m`,
  ],
  'S14 Whose rows': [
    `select u.country, sum(o.amount)
     from page.orders o join page.customers u on u.client = o.client and u.customer_id = o.customer_id
     where o.client = '17'
     group by u.country`,
  ],
};
