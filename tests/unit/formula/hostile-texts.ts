/** What hostile authors write into formulas, by family, each with the code of its refusal. */

const CHARACTER = 'FORMULA_UNEXPECTED_CHARACTER';
const TOKEN = 'FORMULA_UNEXPECTED_TOKEN';
const FUNCTION = 'FORMULA_UNKNOWN_FUNCTION';
const NAME = 'FORMULA_UNKNOWN_NAME';
const TYPE = 'FORMULA_TYPE_MISMATCH';
const STRING = 'FORMULA_UNTERMINATED_STRING';

/** A family: how each text is put into a formula, and the code for all of them. */
interface Family {
  readonly code: string;
  readonly put: (text: string) => string;
  readonly texts: readonly string[];
}

const plain = (text: string): string => text;

/** Texts between broken bars. */
function list(texts: string): readonly string[] {
  return texts.split('¦').map((text) => text.trim());
}

export const FAMILIES: Readonly<Record<string, Family>> = {
  'functions of the database': {
    code: FUNCTION,
    put: (name) => `sum(${name}(orders.amount))`,
    texts: list(`
      pg_sleep ¦ pg_read_file ¦ pg_ls_dir ¦ pg_terminate_backend ¦ pg_reload_conf ¦ lo_import ¦ lo_export ¦
      dblink ¦ dblink_exec ¦ query_to_xml ¦ database_to_xml ¦ xpath ¦ current_setting ¦ set_config ¦
      nextval ¦ setval ¦ currval ¦ generate_series ¦ repeat ¦ regexp_replace ¦ regexp_matches ¦ md5 ¦
      version ¦ inet_server_addr ¦ txid_current ¦ pg_advisory_lock ¦ pg_notify ¦ row_to_json ¦ to_json ¦
      array_agg ¦ string_agg ¦ json_agg ¦ xmlagg ¦ unnest ¦ row_number ¦ dense_rank ¦ lag ¦ lead ¦ ntile ¦
      cast ¦ extract ¦ convert ¦ convert_from ¦ encode ¦ decode ¦ chr ¦ ascii ¦ overlay ¦ translate ¦
      to_char ¦ to_number ¦ to_timestamp ¦ now ¦ clock_timestamp ¦ random ¦ gen_random_uuid ¦ setseed ¦
      exists ¦ any ¦ all ¦ some ¦ row ¦ array ¦ if ¦ iif ¦ nvl ¦ isnull ¦ ifnull ¦ decode_bytes ¦ eval ¦
      exec ¦ execute ¦ xp_cmdshell ¦ load_extension ¦ readfile ¦ system ¦ shell ¦ require`),
  },
  'names that every object has': {
    code: FUNCTION,
    put: (name) => `${name}(revenue)`,
    texts: [
      'constructor',
      '__proto__',
      'toString',
      'valueOf',
      'hasOwnProperty',
      '__defineGetter__',
      'isPrototypeOf',
    ],
  },
  'names that every object has, as metrics': {
    code: NAME,
    put: (name) => `revenue + ${name}`,
    texts: [
      'constructor',
      '__proto__',
      'toString',
      'valueOf',
      'hasOwnProperty',
      'prototype.polluted',
      '__proto__.x',
    ],
  },
  'names that every object has, as members': {
    code: NAME,
    put: (name) => `sum(orders.${name})`,
    texts: [
      'constructor',
      '__proto__',
      'toString',
      'valueOf',
      'hasOwnProperty',
      'customer.constructor',
      '__proto__.x',
    ],
  },
  'names that every object has, in the filter of a metric': {
    code: NAME,
    put: (name) => `revenue filter (where ${name} is null)`,
    texts: [
      'constructor',
      '__proto__.x',
      'channel.__proto__',
      'channel.constructor',
      'toString.valueOf',
      'orders.hasOwnProperty',
    ],
  },
  'catalogues and columns nobody declared': {
    code: NAME,
    put: (name) => `sum(${name})`,
    texts: list(`
      pg_catalog.pg_user.usesysid ¦ information_schema.tables.table_name ¦ pg_shadow.passwd ¦
      orders.tenant ¦ orders.client_id ¦ orders.ctid ¦ orders.xmin ¦ orders.tableoid ¦
      public.orders.amount ¦ Orders.amount ¦ orders.AMOUNT ¦ orders.Amount ¦ orders.customer.client_id ¦
      orders.customer.orders.amount ¦ vitrine.keys`),
  },
  'words of SQL where a formula has ended': {
    code: TOKEN,
    put: (rest) => `revenue ${rest}`,
    texts: list(`
      union select 1 ¦ UNION ALL SELECT password from users ¦ intersect select 1 ¦ except select 1 ¦
      from orders ¦ where true ¦ group by 1 ¦ having true ¦ order by 1 ¦ limit 1 ¦ offset 1 ¦
      into outfile x ¦ over () ¦ over (partition by orders.status) ¦ over w ¦ within group (order by 1) ¦
      respect nulls ¦ as x ¦ collate x ¦ at time zone 1 ¦ returning id ¦ for update ¦ cross join orders ¦
      tablesample x ¦ similar to 1 ¦ ilike 1 ¦ rlike 1 ¦ regexp 1 ¦ glob 1 ¦ isnull ¦ notnull ¦ is true ¦
      is not false ¦ is unknown ¦ is distinct from cost ¦ is not distinct from 1 ¦ overlaps cost ¦
      operator(pg_catalog.+) 1 ¦ div 2 ¦ mod 2 ¦ xor 1`),
  },
  'statements and sub-queries': {
    code: TOKEN,
    put: plain,
    texts: list(`
      select 1 ¦ SELECT sum(amount) FROM orders ¦ (select 1) ¦ (select max(amount) from orders) ¦
      with x as (1) x ¦ delete from orders ¦ drop table orders ¦ insert into orders values (1) ¦
      update orders set amount = 0 ¦ copy orders to 1 ¦ grant all on orders to public ¦ set role x ¦
      reset all ¦ truncate orders ¦ do 1 x ¦ exists (select 1) x ¦ revenue in (select amount from orders) ¦
      revenue = (select 1) ¦ case when (select 1) then 1 end ¦ sum((select amount)) ¦
      sum(distinct orders.amount) ¦ sum(all orders.amount) ¦ count(*) ¦ sum(orders.*) ¦
      sum(orders.amount order by 1) ¦ array_agg(orders.amount order by orders.amount desc) ¦ table orders`),
  },
  'characters that no formula has': {
    code: CHARACTER,
    put: (character) => `revenue ${character} cost`,
    texts: [
      ...'~!%^&|#?:;`\\[]{}$"'.split(''),
      '||',
      '#>',
      '&&',
      '::',
      ':=',
      ';--',
      '${}',
      '{{',
      '\\x27',
      '\\u0027',
      '!!',
      '~~*',
      '?|',
      '^@',
    ],
  },
  'operators that are two of ours': {
    code: TOKEN,
    put: (operator) => `revenue ${operator} cost`,
    texts: list(`
      -> ¦ ->> ¦ @> ¦ <@ ¦ <-> ¦ => ¦ == ¦ === ¦ !== ¦ ** ¦ << ¦ >> ¦ <=> ¦ += ¦ // ¦ .. ¦ ,, ¦ @@ ¦ =*`),
  },
  'casts, arrays, JSON and dollar quotes': {
    code: CHARACTER,
    put: plain,
    texts: [
      'revenue::text',
      'sum(orders.amount::int)',
      "'1'::regclass",
      'sum(orders.amount)::numeric(10,2)',
      "revenue #>> '{a}'",
      'revenue[1]',
      'array[1, 2]',
      'sum(orders.amount[1:2])',
      "revenue ? 'a'",
      '{"a": 1}',
      'revenue !~ cost',
      '$$drop table orders$$',
      '$tag$x$tag$',
      'revenue + $1',
      'sum(orders.amount + :amount)',
      '"orders"."amount"',
      'sum("orders".amount)',
      'revenue; drop table orders',
      'revenue;',
      'revenue; --',
      '`rm -rf`',
      '#{revenue}',
      '${revenue}',
      'revenue % 2',
      'revenue ^ 2',
      '|/ revenue',
      '!!revenue',
      '~revenue',
      'revenue & 1',
      'revenue | 1',
      'revenue # 1',
    ],
  },
  comments: {
    code: CHARACTER,
    put: plain,
    texts: [
      'revenue -- x',
      'revenue --',
      '--revenue',
      'revenue/* x */',
      '/**/revenue',
      'revenue */ cost',
      'sum(orders.amount/**/)',
      'revenue--1',
      'revenue /*/ 1',
      '/*!50000 revenue */',
      'revenue # comment',
      '/* revenue',
      '-- \n revenue',
    ],
  },
  'strings that do not end': {
    code: STRING,
    put: plain,
    texts: [
      "'",
      "'''",
      "top_status = '",
      "top_status = 'a",
      "top_status = 'it''s",
      "concat('a', 'b",
      "top_status = '\\''",
    ],
  },
  'letters that look like others, and spaces that are none': {
    code: CHARACTER,
    put: plain,
    texts: [
      'r\u0435venue',
      'reven\u00fae',
      '\uff52evenue',
      'revenue\u200b + 1 \u200b',
      '\u200brevenue',
      'rev\u200denue',
      'rev\u00adenue',
      'revenue \u2212 cost',
      'revenue \u00d7 cost',
      'revenue \u00f7 cost',
      'revenue \u2260 cost',
      'revenue \u2264 cost',
      '\u2211(orders.amount)',
      'sum\uff08orders.amount\uff09',
      'sum(orders\u3002amount)',
      'revenue \u202e cost',
      '\u202drevenue',
      '\u2066revenue\u2069',
      'revenue\u0000',
      'top_status = \u2018paid\u2019',
      'top_status = \u201cpaid\u201d',
      'top_status = \u00b4paid\u00b4',
      '\ud83d\udcb0',
      '\ud83d',
      'revenue \udc00',
      're\u0301venue',
      '\u0440\u0435\u0432',
      '\u540d',
      'revenue\u0007',
      'revenue \u001b[31m',
      '1\u00bd * revenue',
      '\u0661 * revenue',
      'revenue\u2028;',
    ],
  },
  'texts that no database holds': {
    code: CHARACTER,
    put: (text) => `top_status = '${text}'`,
    texts: ['\u0000', 'a\u0000b', '\ud83d', '\udcb0', 'a\ud800', '\udfffb'],
  },
  'numbers of other languages': {
    code: CHARACTER,
    put: (number) => `revenue * ${number}`,
    texts: [
      '1e5',
      '1E5',
      '0x10',
      '0b1',
      '0o7',
      '1_000',
      '1e400',
      '5f',
      '1n',
      '1.5e3',
      '1.2.3a',
      '9e999999999',
    ],
  },
  'numbers without one of their sides': {
    code: TOKEN,
    put: (number) => `revenue * ${number}`,
    texts: ['.5', '1.', '1..2', '1.2.3', '.', '-.5', '+1', '1,000', '1 000', "'1' 2", '1 .5'],
  },
  'versions that are none': {
    code: TOKEN,
    put: (version) => `revenue@${version}`,
    texts: ['0', '-1', '01', '1.5', 'latest', '9999999999', "'1'", '(1)', '@1', 'null', 'true', '*'],
  },
  'lengths of time that are none': {
    code: TOKEN,
    put: (count) => `shift(revenue, ${count})`,
    texts: [
      '0 days',
      '007 days',
      '1.5 days',
      '9999999 days',
      '1 day 2 hours',
      '1 days ago',
      'interval 1 day',
    ],
  },
  'values where a metric is needed': {
    code: TYPE,
    put: (value) => `trailing(${value}, 7 days)`,
    texts: ['1', '1.5', "'x'", 'true', 'null', "date '2026-01-01'"],
  },
  'injections through strings, which stay texts': {
    code: TYPE,
    put: (text) => `revenue + '${text.replaceAll("'", "''")}'`,
    texts: [
      "'; drop table orders; --",
      "' or '1'='1",
      "' union select 1 --",
      "\\'; select pg_sleep(10); --",
      '$1',
      '$$',
      '%s',
      '{0}',
      '<script>alert(1)</script>',
      '../../etc/passwd',
      '=cmd()',
      '\u202e',
      '\ufeff',
      '${jndi:ldap://x}',
      '%00',
      '\\u0000',
      "''''",
    ],
  },
};
