/** Definitions → catalog: every fault of a project in one run, or the immutable whole. */
import { hashOf } from '../base/hash.ts';
import { findBaseName } from '../definitions/classify-file.ts';
import type { DataPath, ProjectDefinitions } from '../definitions/definition-types.ts';
import { compareDiagnostics, type Diagnostic } from '../errors/diagnostic.ts';
import type { MemberReference } from '../formula/expression.ts';
import { ALL_ROWS } from '../tenancy/row-condition.ts';
import { type ScopeCondition, sourceKey } from '../tenancy/scope.ts';
import { buildMetrics } from './build-metrics.ts';
import { buildPathIndex } from './build-path-index.ts';
import { buildProject } from './build-project.ts';
import type { Catalog, CatalogHash, Member, Model, Project } from './catalog.ts';
import { BUILT_CHECKS, CHECKS } from './checks/index.ts';
import { type DeclareContext, type DeclaredModel, declareModel } from './declare-models.ts';
import { addFrozenParts } from './frozen-parts.ts';
import { NO_VERSIONS, type ReleasedVersions } from './released-versions.ts';
import { Report } from './report.ts';
import { resolveAccess } from './resolve-access.ts';
import { resolveBenchmarks } from './resolve-benchmarks.ts';
import { resolveBridges } from './resolve-bridges.ts';
import { resolveMembers } from './resolve-members.ts';
import { followJoins, resolveTime } from './resolve-path.ts';
import { resolveRowRules } from './resolve-row-rules.ts';
import { resolveScopes } from './resolve-scopes.ts';
import { resolveShowings } from './resolve-showings.ts';
import { bookShown } from './showing.ts';
import { NO_VEIL } from './veil.ts';

export interface BuiltCatalog {
  /** `null` if any diagnostic is an error. */
  readonly catalog: Catalog | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** What of a project differs from one environment to the next. */
export interface CatalogSettings {
  /** Schemas as sources name them → where they really are; these win over the project's own. */
  readonly schemas?: ReadonlyMap<string, string>;
  /** What formulas may name beside the current metrics; nothing unless given. */
  readonly released?: ReleasedVersions | undefined;
}

/**
 * Never throws on bad definitions; says all their faults.
 * `earlier` are the diagnostics of parsing: with any error among them there is no catalog.
 */
export function buildCatalog(
  definitions: ProjectDefinitions,
  earlier: readonly Diagnostic[] = [],
  settings: CatalogSettings = {},
): BuiltCatalog {
  const report = new Report();
  const faulty = new Set(earlier.map(({ position }) => findBaseName(position.file)));
  // Without a project there is no catalog, but what does not depend on it is checked all the same.
  const project = buildProject(definitions.project?.value ?? { project: 'unknown', timezone: 'UTC' });
  const schemas = schemasOf(definitions, settings);
  const { released = NO_VERSIONS } = settings;
  const built = build(definitions, { project, schemas }, { report, faulty, released });
  const catalog = definitions.project ? built : null;
  const diagnostics = [...earlier, ...report.diagnostics].sort(compareDiagnostics);
  const broken = diagnostics.some(({ severity }) => severity === 'error');
  return { catalog: broken ? null : catalog, diagnostics };
}

/** Where the schemas of sources really are. */
export function schemasOf(
  { project }: Pick<ProjectDefinitions, 'project'>,
  { schemas }: Pick<CatalogSettings, 'schemas'>,
): ReadonlyMap<string, string> {
  return new Map([...Object.entries(project?.value.schemas ?? {}), ...(schemas ?? [])]);
}

function build(
  definitions: ProjectDefinitions,
  declaring: DeclareContext,
  { report, faulty, released }: { report: Report; faulty: ReadonlySet<string>; released: ReleasedVersions },
): Catalog {
  const { project } = declaring;
  const untimed = new Map(
    definitions.models.map((file) => [file.value.model, declareModel(file, declaring)]),
  );
  const bridged = resolveBridges(untimed, { faulty, report });
  const declared = new Map([...bridged].map(([name, model]) => [name, withTimes(model, bridged, report)]));
  const scopes = resolveScopes(declared, report);
  for (const check of CHECKS) check({ definitions, project, models: declared, scopes, faulty }, report);
  const { roles, calendars } = definitions.project ? project : { roles: null, calendars: null };
  const { members, later } = resolveMembers(declared, { faulty, calendars, report });
  const bare = new Map<string, Model>();
  for (const model of declared.values()) {
    // A model without a scope is reported already; it stays, so that what uses it is checked all the same.
    const scope = scopes.get(model.name) ?? { kind: 'column', column: '' };
    const settlements = resolveSettlements(model, { declared, roles, report });
    bare.set(
      model.name,
      completeModel(model, { scope, members: members.get(model.name) ?? new Map(), settlements }),
    );
  }
  // What old versions alone have is led to by names of their own, and by no path that anybody looks for.
  const paths = buildPathIndex(bare, project);
  const building = { models: bare, paths, roles, calendars, faulty, later, released, report };
  const { metrics, versions } = buildMetrics(definitions.metrics, building);
  const frozen = [...versions.values()].map((version) => version.frozen);
  const models = addFrozenParts(bare, frozen);
  const content = { models, metrics, paths, calendars: project.calendars };
  const access = resolveAccess(definitions, { ...content, versions });
  const rowRules = resolveRowRules(definitions.policies, { models, project, faulty, report });
  const showings = resolveShowings(definitions.policies, { models, faulty, report });
  const releases = noteReleases(definitions);
  const modelReleases = noteModelReleases(definitions);
  const parts = { project, models, metrics, releases, modelReleases, paths, access, rowRules, showings };
  const unmeasured = assemble({ ...parts, benchmarks: new Map() });
  // What a metric at fault is missing for is said once.
  const missing = definitions.metrics.map(({ value }) => value.metric).filter((name) => !metrics.has(name));
  const benchmarks = resolveBenchmarks(definitions.policies, {
    catalog: unmeasured,
    faulty: new Set([...faulty, ...missing]),
    report,
  });
  const catalog = benchmarks.size === 0 ? unmeasured : assemble({ ...parts, benchmarks });
  for (const check of BUILT_CHECKS) check({ definitions, catalog, faulty }, report);
  return catalog;
}

function noteReleases({ releases }: ProjectDefinitions): Catalog['releases'] {
  return new Map(
    releases.map(({ value: { metric, releases: all, retired } }) => [
      metric,
      {
        releases: all.map(({ definition: _definition, seal: _seal, semantics: _semantics, ...note }) => note),
        retired: retired ?? null,
      },
    ]),
  );
}

function noteModelReleases({ modelReleases }: ProjectDefinitions): Catalog['modelReleases'] {
  return new Map(
    modelReleases.map(({ value: { model, releases } }) => [
      model,
      releases.map(({ at, by, why, changes, members }) => {
        const hashes = Object.entries(members).map(([name, { hash }]) => [name, hash] as const);
        return { at, by, why, changes, members: new Map(hashes) };
      }),
    ]),
  );
}

function withTimes(
  model: DeclaredModel,
  models: ReadonlyMap<string, DeclaredModel>,
  report: Report,
): DeclaredModel {
  const { file } = model;
  const resolve = (written: string | undefined, path: DataPath): MemberReference | null =>
    written === undefined ? null : resolveTime(model, written, { models, report, place: file.place(path) });
  const joins = new Map(
    [...model.joins].map(([name, join]) => {
      const at = resolve(file.value.joins?.[name]?.at, ['joins', name, 'at']);
      return [name, { ...join, at }];
    }),
  );
  return { ...model, joins, time: resolve(file.value.time, ['time']) };
}

function resolveSettlements(
  model: DeclaredModel,
  context: {
    declared: ReadonlyMap<string, DeclaredModel>;
    /** `null` where the project, which declares them, could not be read. */
    roles: Project['roles'] | null;
    report: Report;
  },
): ReadonlyMap<string, readonly string[]> {
  const settlements = new Map<string, readonly string[]>();
  for (const [role, written] of Object.entries(model.file.value.roles ?? {})) {
    const place = model.file.place(['roles', role]);
    const path = written.split('.');
    const target = followJoins(model, path, {
      models: context.declared,
      report: context.report,
      place,
      bridges: true,
    });
    settlements.set(role, path);
    if (!context.roles) continue;
    const expected = context.roles.get(role);
    if (expected === undefined)
      context.report.add(
        'DEF_UNKNOWN_KEY',
        { key: role },
        { ...place, hint: 'Roles are declared in project.yaml.' },
      );
    else if (target && target.name !== expected && context.declared.has(expected))
      context.report.add('DEF_ROLE_TARGET', { role, expected, actual: target.name }, place);
  }
  return settlements;
}

function completeModel(
  model: DeclaredModel,
  resolved: {
    scope: ScopeCondition;
    members: ReadonlyMap<string, Member>;
    settlements: Model['settlements'];
  },
): Model {
  const { value } = model.file;
  return {
    name: model.name,
    title: value.title ?? null,
    description: value.description ?? null,
    owner: value.owner ?? null,
    source: model.source,
    primaryKey: model.primaryKey,
    uniqueKeys: model.uniqueKeys,
    tenantColumn: model.tenant.kind === 'column' ? model.tenant.column : null,
    time: model.time,
    joins: model.joins,
    bridges: model.bridges,
    refresh: value.refresh
      ? {
          every: value.refresh.every,
          watermark: value.refresh.watermark ?? null,
          lateAfter: value.refresh.late_after ?? null,
          lag: value.refresh.lag ?? null,
          settlesAfter: value.refresh.settles_after ?? null,
          per: value.refresh.per ?? null,
        }
      : null,
    valid: value.valid ?? null,
    drill: value.drill ?? [],
    ...resolved,
  };
}

function assemble(
  parts: Pick<
    Catalog,
    | 'project'
    | 'models'
    | 'metrics'
    | 'releases'
    | 'modelReleases'
    | 'paths'
    | 'access'
    | 'rowRules'
    | 'showings'
    | 'benchmarks'
  >,
): Catalog {
  const { paths: _paths, ...content } = parts;
  const { models, metrics, showings } = parts;
  const scopes = new Map([...models.values()].map((model) => [sourceKey(model.source), model.scope]));
  const hash = hashOf(content) as CatalogHash;
  const aliases = new Map(
    [...metrics.values()].flatMap(({ name, aliases: own }) => own.map((alias) => [alias, name] as const)),
  );
  const shown = bookShown(showings);
  return Object.freeze({
    hash,
    scopes,
    aliases,
    veil: NO_VEIL,
    rows: ALL_ROWS,
    shown,
    unreached: new Map(),
    gone: new Map(),
    ...parts,
  });
}
