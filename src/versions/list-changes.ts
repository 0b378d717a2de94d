/** Why a metric is another number than it was: the parts that differ, each in one sentence for people. */
import { canonicalJson } from '../base/hash.ts';
import type { Catalog, Join, Member, Metric } from '../catalog/catalog.ts';
import { usedParts } from './used-parts.ts';

/** A metric in the catalog that it is, or was, part of. */
export interface MetricInCatalog {
  readonly metric: Metric;
  readonly catalog: Catalog;
}

/** The metric's own formula first, then its inputs, then what they read; none where both are the same number. */
export function listChanges(before: MetricInCatalog, after: MetricInCatalog): readonly string[] {
  if (before.metric.hash === after.metric.hash) return [];
  const [old, now] = [before, after].map(({ metric, catalog }) => usedParts(metric.name, catalog));
  const changed = [...(now ?? [])].flatMap(([part, content]): string[] => {
    const earlier = old?.get(part);
    return earlier === undefined || canonicalJson(earlier) === canonicalJson(content) ? [] : [part];
  });
  const own = `metric ${after.metric.name}`;
  const ordered = changed.toSorted((a, b) => rank(a, own) - rank(b, own) || (a < b ? -1 : 1));
  const sentences = ordered.flatMap((part) => describe(part, before, after));
  return sentences.length > 0 ? sentences : ['what it rests on'];
}

const KINDS = ['metric', 'member', 'join', 'bridge', 'key', 'order', 'validity', 'calendar', 'periods'];

function rank(part: string, own: string): number {
  return part === own ? -1 : KINDS.indexOf(part.split(' ')[0] ?? '');
}

function describe(part: string, before: MetricInCatalog, after: MetricInCatalog): readonly string[] {
  const [kind = '', name = ''] = part.split(' ');
  const [model = '', own = ''] = name.split(/\.(.*)/s);
  switch (kind) {
    case 'metric':
      return describeMetric(name, before, after);
    case 'member':
      return change(
        name,
        say(model, own, before.catalog, sayMember),
        say(model, own, after.catalog, sayMember),
      );
    case 'join':
      return change(
        `join ${name}`,
        say(model, own, before.catalog, sayJoin),
        say(model, own, after.catalog, sayJoin),
      );
    case 'bridge':
      return [`bridge ${name}`];
    case 'key':
    case 'order':
      return [`the key or the time of ${name}`];
    case 'validity':
      return [`from when until when a row of ${name} is valid`];
    default:
      return [`calendar ${name.split('.')[0]}`];
  }
}

/** Its own keys, which the formula's tree has taken in, are told as the formula. */
function describeMetric(name: string, before: MetricInCatalog, after: MetricInCatalog): readonly string[] {
  const [old, now] = [before, after].map(({ catalog }) => catalog.metrics.get(name));
  if (!old || !now) return [];
  const subject = name === after.metric.name ? 'formula' : name;
  if (old.formula !== now.formula) return change(subject, old.formula, now.formula);
  return [`${name}: its filter, its time, or what it is where there is nothing`];
}

function change(subject: string, from: string, to: string): readonly string[] {
  return [from === to ? subject : `${subject}: ${from} → ${to}`];
}

function say(
  model: string,
  name: string,
  catalog: Catalog,
  print: (model: NonNullable<ReturnType<Catalog['models']['get']>>, name: string) => string,
): string {
  const found = catalog.models.get(model);
  return found ? print(found, name) : 'nothing';
}

function sayMember({ members }: { readonly members: ReadonlyMap<string, Member> }, name: string): string {
  const member = members.get(name);
  if (!member) return 'nothing';
  const stands = member.period === null ? '' : ` for a ${member.period}`;
  return member.value.kind === 'formula' ? member.value.text : `${member.type}${stands}`;
}

function sayJoin({ joins }: { readonly joins: ReadonlyMap<string, Join> }, name: string): string {
  const join = joins.get(name);
  if (!join) return 'nothing';
  const pairs = join.on.map(({ column, target }) => `${column} = ${target}`).join(', ');
  return `${join.target} on ${pairs}${join.at ? ` at ${[...join.at.path, join.at.member].join('.')}` : ''}`;
}
