insert into corner.channels values
  ('north', 1, 'ads', true), ('north', 2, 'search', true), ('north', 3, 'mail', false),
  ('south', 1, 'ads', true), ('south', 2, 'leaflets', true);

insert into corner.customers values
  ('north', 1, 'Ada',   'Oslo',   '2025-01-10'),
  ('north', 2, 'Bo',    'Bergen', '2025-02-20'),
  ('north', 3, 'Cleo',  'Oslo',   '2025-12-05'),
  ('north', 4, 'Dag',   null,     '2026-01-15'),
  ('north', 5, 'Eva',   'Bergen', '2026-02-03'),
  ('north', 6, 'Finn',  'Oslo',   '2026-03-01'),
  ('south', 1, 'Gina',  'Rome',   '2025-03-01'),
  ('south', 2, 'Hugo',  'Bari',   '2026-01-20');

insert into corner.products values
  ('north', 'tea',    'Green tea', 'drinks', 2.00),
  ('north', 'coffee', 'Coffee',    'drinks', 4.00),
  ('north', 'bread',  'Rye bread', 'food',   1.50),
  ('north', 'jam',    'Plum jam',  'food',   3.00),
  ('south', 'tea',    'Mint tea',  'drinks', 100.00);

-- Order 9 was placed by nobody that is known, 12 came by no channel; the last minute of March in Oslo is 20.
insert into corner.orders values
  ('north', 1,  1,    1,    'paid',      '2025-03-05 10:00:00+00', 40.00),
  ('north', 2,  2,    2,    'paid',      '2025-03-20 11:00:00+00', 60.00),
  ('north', 3,  1,    3,    'paid',      '2025-04-02 12:00:00+00', 25.00),
  ('north', 4,  2,    1,    'cancelled', '2025-04-20 09:00:00+00', 80.00),
  ('north', 5,  3,    1,    'paid',      '2026-01-07 08:00:00+00', 50.00),
  ('north', 6,  1,    2,    'paid',      '2026-01-21 15:00:00+00', 30.00),
  ('north', 7,  4,    2,    'paid',      '2026-01-28 17:30:00+00', 20.00),
  ('north', 8,  2,    3,    'cancelled', '2026-02-04 10:00:00+00', 45.00),
  ('north', 9,  null, 1,    'paid',      '2026-02-10 10:00:00+00', 15.00),
  ('north', 10, 5,    2,    'paid',      '2026-02-14 14:00:00+00', 70.00),
  ('north', 11, 1,    1,    'paid',      '2026-02-27 18:00:00+00', 35.00),
  ('north', 12, 3,    null, 'paid',      '2026-03-02 09:00:00+00', 10.00),
  ('north', 13, 6,    1,    'paid',      '2026-03-04 12:00:00+00', 90.00),
  ('north', 14, 2,    2,    'paid',      '2026-03-10 13:00:00+00', 55.00),
  ('north', 15, 5,    2,    'placed',    '2026-03-11 13:00:00+00', 65.00),
  ('north', 16, 1,    3,    'paid',      '2026-03-15 16:00:00+00', 25.00),
  ('north', 17, 6,    1,    'paid',      '2026-03-18 09:30:00+00', 40.00),
  ('north', 18, 3,    2,    'cancelled', '2026-03-22 10:00:00+00', 20.00),
  ('north', 19, 4,    3,    'paid',      '2026-03-28 11:00:00+00', 30.00),
  ('north', 20, 1,    1,    'paid',      '2026-03-31 21:59:00+00', 75.00),
  ('north', 21, 2,    1,    'paid',      '2026-04-01 08:00:00+00', 45.00),
  ('north', 22, 6,    2,    'placed',    '2026-04-03 10:00:00+00', 60.00),
  ('north', 23, 5,    3,    'paid',      '2026-04-08 15:00:00+00', 20.00),
  ('south', 1,  1,    1,    'paid',      '2025-03-09 10:00:00+00', 1000000.00),
  ('south', 2,  2,    2,    'paid',      '2026-02-01 10:00:00+00', 2000000.00),
  ('south', 3,  1,    1,    'placed',    '2026-03-15 10:00:00+00', 4000000.00);

insert into corner.order_lines values
  ('north', 5,  1, 'coffee', 5, 8.00),  ('north', 5,  2, 'bread', 2, 5.00),
  ('north', 6,  1, 'tea',    6, 5.00),
  ('north', 7,  1, 'bread',  4, 5.00),
  ('north', 10, 1, 'coffee', 5, 8.00),  ('north', 10, 2, 'jam',   5, 6.00),
  ('north', 11, 1, 'tea',    7, 5.00),
  ('north', 13, 1, 'coffee', 10, 8.00), ('north', 13, 2, 'bread', 2, 5.00),
  ('north', 14, 1, 'jam',    5, 6.00),  ('north', 14, 2, 'tea',   5, 5.00),
  ('north', 16, 1, 'bread',  5, 5.00),
  ('north', 20, 1, 'jam',    12, 2.50), ('north', 20, 2, 'tea',   9, 5.00),
  ('south', 3,  1, 'tea',    4, 1000000.00);

insert into corner.spend values
  ('north', '2026-01-05', 1, 20.00, 100), ('north', '2026-01-20', 2, 10.00, 50),
  ('north', '2026-02-05', 1, 15.00, 60),  ('north', '2026-02-12', 2, 25.00, 100),
  ('north', '2026-03-03', 1, 40.00, 200), ('north', '2026-03-09', 2, 20.00, 80),
  ('north', '2026-03-25', 2, 5.00,  0),   ('north', '2026-04-02', 1, 10.00, 40),
  ('south', '2026-03-01', 1, 500000.00, 1000000);

-- The till is counted on some days only; the card account was closed on 10 March.
insert into corner.balances values
  ('north', 'till', '2026-01-31', 100.00), ('north', 'bank', '2026-01-31', 1000.00), ('north', 'card', '2026-01-31', 50.00),
  ('north', 'till', '2026-02-14', 80.00),  ('north', 'bank', '2026-02-28', 1200.00), ('north', 'card', '2026-02-28', 70.00),
  ('north', 'card', '2026-03-10', 0.00),   ('north', 'till', '2026-03-30', 120.00),  ('north', 'bank', '2026-03-31', 900.00),
  ('south', 'bank', '2026-03-31', 9000000.00);

-- Support works from nine to six in Oslo, Monday to Friday: ticket 2 was opened on a Friday evening.
insert into corner.tickets values
  ('north', 1, 1,    'delivery', '2026-03-02 09:00:00+00', '2026-03-02 09:30:00+00', '2026-03-02 12:00:00+00', 5),
  ('north', 2, 2,    'refund',   '2026-03-06 16:30:00+00', '2026-03-09 08:20:00+00', '2026-03-10 10:00:00+00', 3),
  ('north', 3, 1,    'delivery', '2026-03-06 12:00:00+00', '2026-03-06 12:10:00+00', '2026-03-06 13:00:00+00', 4),
  ('north', 4, 3,    'quality',  '2026-03-12 10:00:00+00', '2026-03-12 14:00:00+00', null,                     null),
  ('north', 5, null, 'delivery', '2026-03-20 11:00:00+00', null,                     null,                     null),
  ('north', 6, 1,    'refund',   '2026-04-02 08:00:00+00', '2026-04-02 08:05:00+00', '2026-04-02 09:00:00+00', 5),
  ('south', 1, 1,    'refund',   '2026-03-02 09:00:00+00', '2026-03-05 09:00:00+00', null,                     1);

-- A plan is made for a month as a whole.
insert into corner.plans values
  ('north', '2026-01-01', 120.00), ('north', '2026-02-01', 100.00), ('north', '2026-03-01', 400.00),
  ('south', '2026-03-01', 5000000.00);

-- Orders 13 and 20 have two tags each; most have none.
insert into corner.tags values
  ('north', 1, 'gift'), ('north', 2, 'rush'), ('north', 3, 'subscription'), ('south', 1, 'gift');
insert into corner.order_tags values
  ('north', 5, 2), ('north', 13, 1), ('north', 13, 2), ('north', 14, 1), ('north', 16, 3), ('north', 20, 1), ('north', 20, 3),
  ('south', 3, 1);

-- Coffee became dearer in March; jam had no list price before February.
insert into corner.list_prices values
  ('north', 'tea',    '2025-01-01', null,         5.50),
  ('north', 'coffee', '2025-01-01', '2026-03-01', 8.00),
  ('north', 'coffee', '2026-03-01', null,         9.00),
  ('north', 'bread',  '2025-01-01', null,         5.00),
  ('north', 'jam',    '2026-02-01', null,         6.00),
  ('south', 'tea',    '2025-01-01', null,         2000000.00);
