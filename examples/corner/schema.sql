-- Tables of a chain of corner shops: every shop is a tenant.
create schema corner;

create table corner.channels (
  shop text not null, id int not null, name text not null, is_paid boolean not null,
  primary key (shop, id)
);
create table corner.customers (
  shop text not null, id int not null, name text not null, city text, joined_on date not null,
  primary key (shop, id)
);
create table corner.products (
  shop text not null, sku text not null, name text not null, category text not null, cost numeric(10, 2) not null,
  primary key (shop, sku)
);
create table corner.orders (
  shop text not null, id int not null, customer_id int, channel_id int, status text not null,
  ordered_at timestamptz not null, amount numeric(12, 2) not null,
  primary key (shop, id)
);
create table corner.order_lines (
  shop text not null, order_id int not null, line int not null, sku text not null, quantity int not null,
  price numeric(10, 2) not null,
  primary key (shop, order_id, line)
);
create table corner.spend (
  shop text not null, day date not null, channel_id int not null, cost numeric(12, 2) not null, clicks int not null,
  primary key (shop, day, channel_id)
);
create table corner.balances (
  shop text not null, account text not null, day date not null, amount numeric(12, 2) not null,
  primary key (shop, account, day)
);
create table corner.tickets (
  shop text not null, id int not null, customer_id int, topic text not null, opened_at timestamptz not null,
  replied_at timestamptz, closed_at timestamptz, score int,
  primary key (shop, id)
);
create table corner.plans (
  shop text not null, month date not null, revenue numeric(12, 2) not null,
  primary key (shop, month)
);
create table corner.tags (
  shop text not null, id int not null, name text not null,
  primary key (shop, id)
);
create table corner.order_tags (
  shop text not null, order_id int not null, tag_id int not null,
  primary key (shop, order_id, tag_id)
);
create table corner.list_prices (
  shop text not null, sku text not null, valid_from date not null, valid_to date, price numeric(10, 2) not null,
  primary key (shop, sku, valid_from)
);
