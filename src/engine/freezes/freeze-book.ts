/** Published answers: made once, read by those who may, and compared with what the same question gives today. */
import { LRUCache } from 'lru-cache';
import { invariant } from '../../base/invariant.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { ProjectDefinitions } from '../../definitions/definition-types.ts';
import { SemanticError } from '../../errors/semantic-error.ts';
import { isStorableText } from '../../postgres/encode-statement.ts';
import { checkQuery, limit } from '../../query/check-query.ts';
import type { MetricQuery } from '../../query/metric-query.ts';
import { pinQuery, questionOf } from '../../query/pin-query.ts';
import type { FreezePageRequest, FreezePlace, KeptFreeze, StoredFreezeHead } from '../../store/freeze.ts';
import type { Store } from '../../store/store.ts';
import { hasCapability, type Principal } from '../../tenancy/principal.ts';
import { type ThawedBeside, thawBeside } from '../../versions/frozen-metrics.ts';
import type { Answer } from '../answer.ts';
import { describeMetricNamed } from '../describe-catalog.ts';
import type { AskOptions, TellRun } from '../run-facts.ts';
import { listAsked } from './ask-again.ts';
import { answerAgain, compareAnswers, settingOf } from './compare-freeze.ts';
import {
  type FreezeContent,
  type KeptAnswer,
  readContent,
  readHead,
  writeContent,
} from './freeze-content.ts';
import {
  FREEZE_LIMITS,
  type FreezeComparison,
  type FreezeDescription,
  type FreezeOptions,
  type FreezePage,
  type FreezeRequest,
  type FreezeSummary,
  type Freezes,
  type PublishedMetric,
} from './freezes.ts';
import { mayKnow } from './may-know.ts';
import { type AskQuery, type Published, publishQuery, refused } from './publish-queries.ts';

/** Answers a query over one catalog. */
type Answers = (principal: Principal, query: MetricQuery, options: AskOptions) => Promise<Answer>;

interface FreezeBookParts {
  readonly catalog: Catalog;
  /** What the catalog was made of; without it nothing can be published. */
  readonly definitions: ProjectDefinitions | null;
  readonly store: Pick<Store, 'addFreeze' | 'findFreeze' | 'listFreezes'>;
  /** Under which pseudonyms are made. */
  readonly secret: string;
  readonly now: () => Date;
  /** What a principal may see. */
  readonly viewOf: (principal: Principal) => Catalog;
  readonly ask: AskQuery;
  readonly answersOver: (catalog: Catalog) => Answers;
}

/** Today's catalog with the definitions of a freeze, and what answers over it. */
interface Beside extends ThawedBeside {
  readonly answers: Answers;
}

/** A freeze that its reader may read. */
interface FoundFreeze {
  readonly kept: KeptFreeze;
  readonly content: FreezeContent;
}

/** Each has plans of its own. */
const MOST_BESIDE = 20;

export class FreezeBook implements Freezes {
  readonly #parts: FreezeBookParts;
  readonly #beside = new LRUCache<string, Beside>({ max: MOST_BESIDE });

  constructor(parts: FreezeBookParts) {
    this.#parts = parts;
  }

  async publish(
    principal: Principal,
    request: FreezeRequest,
    options: FreezeOptions = {},
  ): Promise<FreezeSummary> {
    const { catalog, definitions, ask, store, now } = this.#parts;
    if (!hasCapability(principal, 'analyst'))
      throw new SemanticError('TENANT_CAPABILITY', { capability: 'analyst' });
    invariant(definitions, 'what is published takes the definitions that the catalog was made of');
    checkRequest(request);
    const published: Published[] = [];
    for (const [name, query] of Object.entries(request.queries)) {
      published.push(await publishQuery(name, { principal, query, options }, { ask, catalog, definitions }));
      refuseTooMuch(published);
    }
    const [first] = published;
    invariant(first, 'a freeze has queries');
    const { tenants } = first.scope;
    const other = published.find(({ scope }) => scope.tenants.join('\n') !== tenants.join('\n'));
    if (other) throw refused('its queries read different tenants', `/queries/${other.answer.name}/tenants`);
    // Metrics of one formula have one hash.
    const metrics = new Map(
      published.flatMap((each) => each.metrics).map((kept) => [`${kept.metric} ${kept.hash}`, kept]),
    );
    const freeze = {
      project: catalog.project.name,
      name: request.name,
      note: request.note,
      tenants,
      madeBy: storable(principal.id),
      madeAt: now().toISOString(),
      catalog: catalog.hash,
      head: JSON.stringify({ queries: published.map(({ head }) => head) }),
      content: writeContent({
        setting: settingOf(catalog),
        answers: published.map(({ answer }) => answer),
        metrics: [...metrics.values()],
      }),
    };
    const id = await store.addFreeze(freeze);
    if (id === null)
      throw new SemanticError('QUERY_FREEZE_EXISTS', { name: request.name }, { path: '/name' });
    return summarise({ ...freeze, id });
  }

  async list(principal: Principal, { after, limit: most }: FreezePageRequest): Promise<FreezePage> {
    const items: FreezeSummary[] = [];
    for await (const freeze of this.#listReadable(principal, { after, limit: most + 1 })) {
      if (items.length === most) return { items, next: placeOf(items.at(-1)) };
      items.push(summarise(freeze));
    }
    return { items, next: null };
  }

  /** A batch after another, for what is not for this reader takes no room on a page. */
  async *#listReadable(
    principal: Principal,
    { after, limit: batch }: FreezePageRequest,
  ): AsyncGenerator<KeptFreeze<StoredFreezeHead>> {
    const { catalog, store } = this.#parts;
    let place = after;
    for (;;) {
      const found = await store.listFreezes(catalog.project.name, principal.tenants, {
        after: place,
        limit: batch,
      });
      yield* found.filter((freeze) => this.#mayRead(principal, freeze));
      const last = found.at(-1);
      if (!last || found.length < batch) return;
      place = { at: last.madeAt, id: last.id };
    }
  }

  async describe(principal: Principal, id: string): Promise<FreezeDescription> {
    const { kept, content } = await this.#find(principal, id);
    const { queries: _queries, ...summary } = summarise(kept);
    const { catalog, viewOf } = this.#parts;
    const view = viewOf(principal);
    const metrics = content.metrics.map(({ definition: _definition, ...metric }): PublishedMetric => {
      const hasChanged = catalog.metrics.get(metric.metric)?.hash !== metric.hash;
      if (hasChanged) return { ...metric, hasChanged };
      // What it is made of is told as it is to whoever reads, today.
      const { formula, formula_in_words: words } = describeMetricNamed(metric.metric, view);
      return { ...metric, formula, words, hasChanged };
    });
    return { ...summary, answers: content.answers, metrics };
  }

  async compare(
    principal: Principal,
    id: string,
    request: unknown,
    { signal, run }: FreezeOptions = {},
  ): Promise<FreezeComparison> {
    const { catalog } = this.#parts;
    const { kept, content } = await this.#find(principal, id);
    const query = checkQuery(request);
    const published = await this.#findAnswer(principal, query, { kept, content });
    const beside = this.#besideOf(kept.id, content);
    const tell = run?.() ?? (() => {});
    // Old definitions beside today's are no catalog that anybody deployed.
    const tellToday: TellRun = (facts) => tell(facts.catalog ? { ...facts, catalog: catalog.hash } : facts);
    const { answer, asked } = await answerAgain(
      withTenants(published.resolved, kept, principal),
      listAsked(published, { catalog, find: beside.find, metrics: content.metrics }),
      (again) => beside.answers(principal, again, { signal, tell: tellToday }),
    );
    const { setting } = content;
    const compared = compareAnswers({ published, answer, asked, catalog, setting });
    const { name, madeAt } = kept;
    return {
      freeze: { id: kept.id, name, madeAt },
      query: published.name,
      ...compared,
      numbers: query.numbers ?? 'json',
    };
  }

  /** Whoever may not read it is told what is told of one that does not exist. */
  async #find(principal: Principal, id: string): Promise<FoundFreeze> {
    const kept = await this.#parts.store.findFreeze(id);
    if (!kept || kept.project !== this.#parts.catalog.project.name || !this.#mayRead(principal, kept))
      throw new SemanticError('TENANT_FREEZE_UNKNOWN', { freeze: id.slice(0, 80) });
    return { kept, content: readContent(kept.content) };
  }

  /** By the text of the question, or by what that means today. @throws SemanticError QUERY_NOT_FROZEN */
  async #findAnswer(
    principal: Principal,
    query: MetricQuery,
    { kept, content: { answers } }: FoundFreeze,
  ): Promise<KeptAnswer> {
    const isOfThese = isOfTenants(query, kept, principal);
    const written = questionOf(query);
    const found = answers.find((answer) =>
      [answer.query, answer.resolved].some((each) => questionOf(each) === written),
    );
    const meant = found ?? (await this.#findMeant(principal, withTenants(query, kept, principal), answers));
    if (meant && isOfThese && query.cursor === undefined) return meant;
    const queries = answers.map(({ name }) => `"${name}"`).join(', ');
    throw new SemanticError('QUERY_NOT_FROZEN', { name: kept.name, queries });
  }

  async #findMeant(
    principal: Principal,
    query: MetricQuery,
    answers: readonly KeptAnswer[],
  ): Promise<KeptAnswer | undefined> {
    try {
      const { bound, scope } = await this.#parts.ask(principal, query, {});
      const { context, shape } = bound;
      const pinned = pinQuery(query, { context, outputs: shape.outputs, tenants: scope.tenants });
      const meant = questionOf(pinned);
      return answers.find(({ resolved }) => questionOf(resolved) === meant);
    } catch (error) {
      // What cannot be asked today is none of them, in whichever words.
      if (error instanceof SemanticError && error.code.startsWith('QUERY_')) return undefined;
      throw error;
    }
  }

  #mayRead(principal: Principal, { head }: StoredFreezeHead): boolean {
    const { catalog: whole, secret, viewOf } = this.#parts;
    return mayKnow(readHead(head), { principal, whole, view: viewOf(principal), secret });
  }

  #besideOf(id: string, { metrics }: FreezeContent): Beside {
    const known = this.#beside.get(id);
    if (known) return known;
    const { catalog, answersOver } = this.#parts;
    const changed = metrics.filter(({ metric, hash }) => catalog.metrics.get(metric)?.hash !== hash);
    const thawed = thawBeside(catalog, changed);
    const beside = { ...thawed, answers: answersOver(thawed.catalog) };
    this.#beside.set(id, beside);
    return beside;
  }
}

const LONGEST_NAME = 200;
const LONGEST_NOTE = 2_000;

function checkRequest({ name, note, queries }: FreezeRequest): void {
  if (name.trim() === '' || name.length > LONGEST_NAME || !isStorableText(name))
    throw refused(`its name must have 1 to ${LONGEST_NAME} characters`, '/name');
  if (note !== null && (note.length > LONGEST_NOTE || !isStorableText(note)))
    throw refused(`its note can have at most ${LONGEST_NOTE} characters`, '/note');
  const count = Object.keys(queries).length;
  if (count === 0) throw refused('it has no queries', '/queries');
  limit('queries of a freeze', count, FREEZE_LIMITS.queries, '/queries');
}

function refuseTooMuch(published: readonly Published[]): void {
  const cells = published.reduce((sum, { answer }) => sum + answer.rows.length * answer.columns.length, 0);
  limit('cells of a freeze', cells, FREEZE_LIMITS.cells, '/queries');
}

function summarise({
  id,
  name,
  note,
  tenants,
  madeBy,
  madeAt,
  catalog,
  head,
}: KeptFreeze<StoredFreezeHead>): FreezeSummary {
  const queries = readHead(head).queries.map((query) => query.name);
  return { id, name, note, tenants, madeBy, madeAt, catalog, queries };
}

function placeOf(last: FreezeSummary | undefined): FreezePlace | null {
  return last ? { at: last.madeAt, id: last.id } : null;
}

/** Whether the query is about the tenants of the freeze, if it names any. */
function isOfTenants(
  { tenants: asked }: MetricQuery,
  { tenants }: KeptFreeze,
  principal: Principal,
): boolean {
  const named = new Set<string>(asked === 'all' ? principal.tenants : (asked ?? tenants));
  return named.size === tenants.length && tenants.every((each) => named.has(each));
}

/** Who is bound to more tenants than were published names those. */
function withTenants(resolved: MetricQuery, { tenants }: KeptFreeze, principal: Principal): MetricQuery {
  if (resolved.tenants !== undefined || principal.tenants.length === 1) return resolved;
  return { ...resolved, tenants: [...tenants] };
}

/** PostgreSQL holds neither NUL nor half a character; an id of somebody's token may. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
