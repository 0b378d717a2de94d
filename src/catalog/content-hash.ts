/**
 * The hash of what decides a metric's ungrouped number: formula, filters, time, `empty`, and the members,
 * joins and keys these use, all the way down. Bindings (sources, columns), scope and texts are not in it.
 */
import { hashOf } from '../base/hash.ts';
import { invariant } from '../base/invariant.ts';
import { type AttributeLeaf, type AttributeTree, partsUnder } from '../formula/attribute-tree.ts';
import { calendarsIn } from '../formula/calendar-argument.ts';
import {
  type Expression,
  forEachLeaf,
  type MemberReference,
  type MetricReference,
  type RowExpression,
  type TypedLeaf,
} from '../formula/expression.ts';
import {
  type CalendarGrain,
  forEachSource,
  type MetricTree,
  type MetricTreeLeaf,
  mapSources,
  treesUnder,
} from '../formula/metric-tree.ts';
import { modelsUnder } from '../formula/models-under.ts';
import type { Join, Member, Metric, Model, Project } from './catalog.ts';
import { lowerMetricCondition } from './lower-condition.ts';
import type { PathIndex } from './path-index.ts';
import { primaryKeyMembers } from './primary-key-members.ts';

/** What the content of metrics and members is read from. */
export interface ContentContext {
  readonly models: ReadonlyMap<string, Model>;
  readonly metrics: ReadonlyMap<string, Pick<Metric, 'name' | 'hash' | 'models'>>;
  readonly paths: PathIndex;
  readonly calendars: Project['calendars'] | null;
}

/** A metric's filter as each of its legs has it: by which role it was reached does not matter. */
interface LegFilter {
  readonly root: string;
  readonly filter: RowExpression;
}

/** Raised when the planner itself comes to give other numbers for the same definition. */
export const SEMANTICS = 1;

/** What a metric's number is decided by, as far as it is known on the way to its hash. */
export interface MetricContent {
  /** 64 hexadecimal digits. */
  readonly hash: string;
  /** Calendars of its own formula and of the members it uses; those of other metrics are theirs. */
  readonly calendars: readonly string[];
  /** Models whose rows its members look at beside their own. */
  readonly lookedAt: readonly string[];
  /** Members that its own formula names, or that its windows and choices rest on, as `model.member`. */
  readonly members: readonly string[];
  /**
   * All that the hash covers beside the formula, each by kind and name (`member orders.amount`, `join orders.channel`,
   * `metric revenue`), as plain data that changes where it does.
   */
  readonly uses: ReadonlyMap<string, unknown>;
}

/** `tree` with the metric's keys applied. */
export function readContent(tree: MetricTree, context: ContentContext): MetricContent {
  const found = startFinding(context, new Map());
  const hash = hashOf(collectContent(tree, found));
  const { calendars, lookedAt, members, used } = found;
  return { hash, calendars: [...calendars], lookedAt: [...lookedAt], members: [...members], uses: used };
}

/** What the hash is of, as plain data. */
export function contentOf(tree: MetricTree, context: ContentContext): object {
  return collectContent(tree, startFinding(context, new Map()));
}

function collectContent(tree: MetricTree, found: Found): object {
  collectTreeCalendars(tree, found);
  /** Of each metric that the formula names, in its order. */
  const filters: (readonly LegFilter[])[] = [];
  collectChoices(tree, found);
  collectGroups(tree, found);
  const nameOf = nameNumbers(tree, found.context);
  const expression = mapSources(tree, (source) => {
    if (source.kind === 'metric') {
      filters.push(describeFilter(source, nameOf(source.metric), found));
      return { ...source, metric: nameOf(source.metric), filter: null };
    }
    for (const part of [source.argument, source.filter, source.time])
      if (part) collectMembers(part, source.root, found);
    return source;
  });
  return { semantics: SEMANTICS, expression, filters, used: found.used };
}

/** Members that the formula of a member of `root` names itself, as `model.member`. */
export function membersIn(
  expression: AttributeTree,
  root: string,
  context: ContentContext,
): readonly string[] {
  const found = startFinding(context, new Map());
  collectMembers(expression, root, found);
  return [...found.members];
}

/** All that a member of `model` is decided by, itself included, as {@link MetricContent.uses} has it. */
export function usesOfMember(model: string, name: string, context: ContentContext): MetricContent['uses'] {
  const used = new Map<string, unknown>();
  const type = context.models.get(model)?.members.get(name)?.type;
  if (type)
    collectMember({ kind: 'member', path: [], member: name, type }, model, startFinding(context, used));
  return used;
}

/** The same of a join. */
export function usesOfJoin(model: string, name: string, context: ContentContext): MetricContent['uses'] {
  const used = new Map<string, unknown>();
  const join = context.models.get(model)?.joins.get(name);
  if (join) collectJoin(join, model, startFinding(context, used));
  return used;
}

function startFinding(context: ContentContext, used: Map<string, unknown>): Found {
  return { context, used, calendars: new Set(), lookedAt: new Set(), members: new Set() };
}

/** What was met on the way down. */
interface Found {
  readonly context: ContentContext;
  readonly used: Map<string, unknown>;
  readonly calendars: Set<string>;
  readonly lookedAt: Set<string>;
  /** Those met first, and not what they are made of. */
  readonly members: Set<string>;
}

/**
 * What metrics of the formula are called in what the hash is of: which version a name stands for is told by the number
 * that it is, and only where the formula has several numbers of one name must they be told apart.
 */
function nameNumbers(tree: MetricTree, { metrics }: ContentContext): (key: string) => string {
  const numbers = new Map<string, Set<string>>();
  forEachSource(tree, (source) => {
    if (source.kind !== 'metric') return;
    const { name, hash } = resolved(source.metric, metrics);
    numbers.set(name, new Set(numbers.get(name)).add(hash));
  });
  return (key) => {
    const { name, hash } = resolved(key, metrics);
    return numbers.get(name)?.size === 1 ? name : `${name} ${hash}`;
  };
}

function resolved<Found>(key: string, metrics: ReadonlyMap<string, Found>): Found {
  const metric = metrics.get(key);
  invariant(metric, `metric ${key} was resolved`);
  return metric;
}

function describeFilter(
  { metric: key, filter }: MetricReference,
  name: string,
  found: Found,
): readonly LegFilter[] {
  const metric = resolved(key, found.context.metrics);
  found.used.set(`metric ${name}`, metric.hash);
  if (!filter) return [];
  return metric.models.map((root) => {
    const lowered = lowerMetricCondition(filter, root, found.context);
    collectMembers(lowered, root, found);
    return { root, filter: lowered };
  });
}

/** The join or bridge of that name, and where it leads. */
function collectStep(name: string, from: string, found: Found): string {
  const { models } = found.context;
  const bridge = models.get(from)?.bridges.get(name);
  if (bridge) {
    const joins = [bridge.from, bridge.to].map((join) => models.get(bridge.through)?.joins.get(join));
    const pairs = joins.map((join) => join && pairsInOrder(join));
    found.used.set(`bridge ${from}.${name}`, { target: bridge.target, pairs });
    return bridge.target;
  }
  const join = models.get(from)?.joins.get(name);
  invariant(join, `join ${name} of ${from} was resolved`);
  collectJoin(join, from, found);
  return join.target;
}

/** What of a join decides numbers. */
function joinContent(join: Join): object {
  const { target, at } = join;
  const on = pairsInOrder(join);
  return at ? { target, on, at } : { target, on };
}

/** What of a member decides numbers: of a column its type, and not which one it is. */
function memberContent({ type, period, spread, value }: Member): object {
  const stands = period === null ? {} : { period, ...(spread ? { spread } : {}) };
  if (value.kind === 'column') return { type, zone: value.zone, ...stands };
  return { type, formula: value.expression, ...stands };
}

/** Of a join at a time, the time, the bounds of validity and what decides among rows that begin together. */
function collectJoin(join: Join, model: string, found: Found): void {
  const key = `join ${model}.${join.name}`;
  const { target, at } = join;
  if (found.used.has(key)) return;
  found.used.set(key, joinContent(join));
  const joined = found.context.models.get(target);
  if (!at || !joined) return;
  collectMembers(at, model, found);
  const ties = primaryKeyMembers(joined) ?? [];
  found.used.set(`validity ${target}`, { valid: joined.valid, ties });
  const bounds = (joined.valid ?? []).map((member): MemberReference => {
    const type = joined.members.get(member)?.type ?? 'date';
    return { kind: 'member', path: [], member, type };
  });
  for (const member of [...bounds, ...ties]) collectMembers(member, target, found);
}

function collectMembers(tree: AttributeTree, root: string, found: Found): void {
  collectCalendars(tree, found);
  forEachLeaf<AttributeLeaf>(tree, (leaf) => {
    if (leaf.kind === 'member') return collectMember(leaf, root, found);
    for (const part of partsUnder(leaf)) collectMembers(part.expression, part.root ?? root, found);
    if (leaf.kind === 'child_aggregate') {
      if (leaf.choice && leaf.choice.by.length > 0) collectTies(leaf.aggregate.root, found);
      followPath(leaf.aggregate.root, leaf.path, found);
      found.lookedAt.add(leaf.aggregate.root);
    } else {
      collectRowOrder(root, found);
      found.lookedAt.add(root);
    }
  });
}

function collectMember({ path, member: name }: MemberReference, root: string, found: Found): void {
  const model = followPath(root, path, found);
  const key = `member ${model}.${name}`;
  found.members.add(`${model}.${name}`);
  if (found.used.has(key)) return;
  const member = found.context.models.get(model)?.members.get(name);
  invariant(member, `member ${name} of ${model} was resolved`);
  found.used.set(key, memberContent(member));
  if (member.value.kind === 'formula')
    collectMembers(member.value.expression, model, { ...found, members: new Set() });
}

/** The model that the path leads to. */
function followPath(root: string, path: readonly string[], found: Found): string {
  return path.reduce((model, name) => collectStep(name, model, found), root);
}

/** Rows of a model stand in the order of its time, then in that of their keys. */
function collectRowOrder(root: string, found: Found): void {
  const model = found.context.models.get(root);
  const ties = (model && primaryKeyMembers(model)) ?? [];
  const time = model?.time ?? null;
  found.used.set(`order ${root}`, { time, ties });
  for (const member of time ? [time, ...ties] : ties) collectMember(member, root, found);
}

/** The keys of chosen rows, and by what ties among them are broken. */
function collectChoices(tree: MetricTree, found: Found): void {
  forEachLeaf<MetricTreeLeaf>(tree, (leaf) => {
    for (const part of treesUnder(leaf)) collectChoices(part, found);
    if (leaf.kind !== 'chosen_rows' || leaf.by.length === 0) return;
    const { root } = leaf.aggregate;
    collectTies(root, found);
    for (const member of leaf.by) collectMembers(member, root, found);
  });
}

/** What decides among rows of one moment. */
function collectTies(root: string, found: Found): void {
  const model = found.context.models.get(root);
  const ties = (model && primaryKeyMembers(model)) ?? [];
  found.used.set(`key ${root}`, ties);
  for (const member of ties) collectMembers(member, root, found);
}

/** What values are grouped by before they are aggregated again, in each of the models that give them. */
function collectGroups(tree: MetricTree, found: Found): void {
  forEachLeaf<MetricTreeLeaf>(tree, (leaf) => {
    for (const part of treesUnder(leaf)) collectGroups(part, found);
    if (leaf.kind !== 'per_group') return;
    for (const root of modelsUnder(leaf.input, found.context)) {
      for (const group of leaf.groups) {
        if (group.kind !== 'dimension') continue;
        collectMembers(lowerMetricCondition(group, root, found.context), root, found);
      }
    }
  });
}

function collectTreeCalendars(tree: MetricTree, found: Found): void {
  collectCalendars(tree, found);
  forEachLeaf<MetricTreeLeaf>(tree, (leaf) => {
    const grain = windowGrain(leaf);
    if (grain) collectPeriods(grain, found);
    for (const part of treesUnder(leaf)) collectTreeCalendars(part, found);
  });
}

/** The grain of the project's own that a window is so long as, or begins with, or that groups are buckets of. */
function windowGrain(leaf: MetricTreeLeaf): CalendarGrain | null {
  const unit =
    leaf.kind === 'shift'
      ? leaf.by.unit
      : leaf.kind === 'trailing' && leaf.length.kind === 'duration'
        ? leaf.length.unit
        : leaf.kind === 'to_date' || leaf.kind === 'shift_to_start'
          ? leaf.period
          : leaf.kind === 'per_group'
            ? leaf.groups.find((group) => group.kind === 'bucket')?.grain
            : null;
  return typeof unit === 'object' ? unit : null;
}

/** By which members of which model periods are told. */
function collectPeriods({ calendar: name, grain }: CalendarGrain, found: Found): void {
  const calendar = found.context.calendars?.get(name);
  invariant(calendar?.kind === 'days', `calendar ${name} was resolved`);
  found.calendars.add(name);
  const { model, date } = calendar;
  found.used.set(`periods ${name}.${grain}`, { model, date, grain });
  for (const member of [date, grain]) {
    const type = found.context.models.get(model)?.members.get(member)?.type;
    if (type) collectMembers({ kind: 'member', path: [], member, type }, model, found);
  }
}

/** Zone, hours and holidays of every calendar that working minutes are counted by. */
function collectCalendars<Leaf extends TypedLeaf>(expression: Expression<Leaf>, found: Found): void {
  for (const name of calendarsIn(expression)) {
    found.calendars.add(name);
    found.used.set(`calendar ${name}`, found.context.calendars?.get(name));
  }
}

/** The pairs of a join hold together, whatever order they are written in. */
function pairsInOrder({ on }: Join): Join['on'] {
  return [...on].sort((a, b) => (a.column < b.column ? -1 : 1));
}
