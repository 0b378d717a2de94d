/**
 * From where what a number rests on is read: sources, columns, tenant rules and rates. No version covers them, old versions
 * take them from today's project, and they move numbers all the same.
 */
import { canonicalJson } from '../base/hash.ts';
import { invariant } from '../base/invariant.ts';
import type { Calendar, Catalog } from '../catalog/catalog.ts';
import { usesOfMember } from '../catalog/content-hash.ts';
import { findDimension } from '../catalog/find-dimension.ts';
import { usesOfDimension } from './dimension-uses.ts';
import { contextOf, type Part, readPart, usedParts } from './used-parts.ts';

/** By what has one (`model orders`, `column orders.amount`), a text that is equal where the binding is. */
export type Bindings = Readonly<Record<string, string>>;

type WorkingCalendar = Extract<Calendar, { kind: 'hours' }>;

export function bindingsOfMetric(key: string, catalog: Catalog): Bindings {
  const metric = catalog.metrics.get(key);
  invariant(metric, 'what answers is in the catalog');
  const parts = [...usedParts(key, catalog).keys()].map(readPart);
  return collect(parts, [...metric.models, ...metric.lookedAt], catalog);
}

/** Of what is no dimension of a model, none. */
export function bindingsOfDimension(name: string, catalog: Catalog): Bindings {
  const found = findDimension(name, catalog);
  const parts = found ? [...usesOfDimension(found, catalog).keys()].map(readPart) : [];
  return collect(parts, found ? [found.model] : [], catalog);
}

/** Of the table that money is converted by. */
export function bindingsOfRates(catalog: Catalog): Bindings {
  const { rates } = catalog.project;
  if (!rates) return {};
  const { model, from, to, date, rate } = rates;
  return { ...bindingsOfMembers(model, [from, to, date, rate], catalog), ...readEach(['rates'], catalog) };
}

/** Those that lead elsewhere now. What is gone from the project is read as it was, where it is read at all. */
export function findMoved(before: Bindings, catalog: Catalog): readonly string[] {
  return Object.entries(before).flatMap(([name, then]) => {
    const now = readBinding(name, catalog);
    return now === null || now === then ? [] : [name];
  });
}

function bindingsOfMembers(model: string, members: readonly string[], catalog: Catalog): Bindings {
  const context = contextOf(catalog);
  const parts = members.flatMap((member) => [...usesOfMember(model, member, context).keys()]);
  return collect(parts.map(readPart), [model], catalog);
}

function collect(parts: readonly Part[], models: readonly string[], catalog: Catalog): Bindings {
  const columns = parts.flatMap((part) => columnsOf(part, catalog));
  const read = new Set([...models, ...parts.flatMap((part) => modelsOf(part, catalog))]);
  return readEach([...columns, ...[...read].map((model) => `model ${model}`)], catalog);
}

function columnsOf({ kind, model, name }: Part, { project }: Catalog): readonly string[] {
  if (kind === 'member') return [`column ${model}.${name}`];
  const holidays = kind === 'calendar' ? holidaysOf(model, project) : null;
  return holidays ? [`column ${holidays.model}.${holidays.date}`] : [];
}

/** Those whose rows are read for it. */
function modelsOf({ kind, model, name }: Part, { models, project }: Catalog): string | readonly string[] {
  const own = models.get(model);
  switch (kind) {
    case 'calendar':
      return holidaysOf(model, project)?.model ?? [];
    case 'join': {
      const target = own?.joins.get(name)?.target;
      return target === undefined ? [model] : [model, target];
    }
    case 'bridge': {
      const bridge = own?.bridges.get(name);
      return bridge ? [model, bridge.through, bridge.target] : [model];
    }
    // Their parts stand beside them.
    case 'metric':
    case 'periods':
      return [];
    default:
      return [model];
  }
}

function holidaysOf(name: string, { calendars }: Catalog['project']): WorkingCalendar['holidays'] {
  const calendar = calendars.get(name);
  return calendar?.kind === 'hours' ? calendar.holidays : null;
}

function readEach(names: readonly string[], catalog: Catalog): Bindings {
  const read = [...new Set(names)].sort().flatMap((name): [string, string][] => {
    const binding = readBinding(name, catalog);
    return binding === null ? [] : [[name, binding]];
  });
  return Object.fromEntries(read);
}

/** `null` for what is not there, and for members that have no column. */
function readBinding(written: string, { models, project }: Catalog): string | null {
  if (written === 'rates') return project.rates && canonicalJson(project.rates);
  const { kind, model, name } = readPart(written);
  const found = models.get(model);
  if (!found) return null;
  if (kind === 'model') return canonicalJson([found.source, found.scope]);
  const value = found.members.get(name)?.value;
  return value?.kind === 'column' ? value.column : null;
}
