/** Bridges → the two joins that each is made of, which are those of a model with a row for each pair. */
import { suggest } from '../base/did-you-mean.ts';
import type { Bridge, Join } from './catalog.ts';
import type { DeclaredModel } from './declare-models.ts';
import type { Report } from './report.ts';

type Models = ReadonlyMap<string, DeclaredModel>;

interface BridgeContext {
  readonly faulty: ReadonlySet<string>;
  readonly report: Report;
}

type BridgeDefinition = NonNullable<DeclaredModel['file']['value']['bridges']>[string];

/** The models with their bridges; one that does not hold is reported, and absent. */
export function resolveBridges(models: Models, context: BridgeContext): Models {
  return new Map([...models].map(([name, model]) => [name, withBridges(model, models, context)]));
}

function withBridges(model: DeclaredModel, models: Models, context: BridgeContext): DeclaredModel {
  const defined = Object.entries(model.file.value.bridges ?? {});
  if (defined.length === 0) return model;
  const bridges = defined.flatMap(([name, definition]) => {
    const bridge = new BridgeResolver(model, name, { ...context, models }).resolve(definition);
    return bridge ? [[name, bridge] as const] : [];
  });
  return { ...model, bridges: new Map(bridges) };
}

class BridgeResolver {
  private readonly model: DeclaredModel;
  private readonly name: string;
  private readonly context: BridgeContext & { readonly models: Models };

  constructor(model: DeclaredModel, name: string, context: BridgeContext & { readonly models: Models }) {
    this.model = model;
    this.name = name;
    this.context = context;
  }

  resolve(definition: BridgeDefinition): Bridge | null {
    const { model, name } = this;
    const taken = model.joins.has(name) ? 'a join' : model.members.has(name) ? 'a member' : null;
    if (taken) return this.refuse(`${taken} has the same name`, 'Call it something else.');
    if (model.primaryKey.length === 0)
      return this.refuse('no key tells its rows apart', `Declare primary_key on ${model.name}.`);
    const target = this.findModel('model', definition.model);
    const through = this.findModel('through', definition.through);
    if (!target || !through) return null;
    const to = this.findJoin('to', through, { leads: target, named: definition.to });
    const from = to && this.findJoin('from', through, { leads: model, named: definition.from });
    if (!from || !to) return null;
    const timed = [from, to].find(({ name }) => through.file.value.joins?.[name]?.at !== undefined);
    if (timed) return this.refuse(`the join ${timed.name} of ${through.name} is one at a time`, undefined);
    if (from === to)
      return this.refuse(`the join ${to.name} of ${through.name} leads both ways`, 'Name two joins.');
    return { name, target: target.name, through: through.name, from: from.name, to: to.name };
  }

  private findModel(key: 'model' | 'through', named: string): DeclaredModel | null {
    const { models, faulty, report } = this.context;
    const found = models.get(named);
    if (!found && !faulty.has(named)) {
      const hint = suggest(named, models.keys());
      report.add('DEF_UNKNOWN_MODEL', { model: named }, { ...this.place(key), hint });
    }
    return found ?? null;
  }

  /** The join named, or else the only one that leads there. */
  private findJoin(
    key: 'from' | 'to',
    through: DeclaredModel,
    { leads, named }: { readonly leads: DeclaredModel; readonly named: string | undefined },
  ): Join | null {
    const { report } = this.context;
    const fits = [...through.joins.values()].filter(({ target }) => target === leads.name);
    const names = fits.map((join) => join.name);
    if (named !== undefined) {
      const join = through.joins.get(named);
      if (join?.target === leads.name) return join;
      if (join) {
        const reason = `the join ${named} of ${through.name} leads to ${join.target}, not to ${leads.name}`;
        return this.refuse(reason, nameOne(key, names), key);
      }
      const hint = suggest(named, through.joins.keys());
      report.add('DEF_UNKNOWN_JOIN', { model: through.name, join: named }, { ...this.place(key), hint });
      return null;
    }
    const [only, ...others] = fits;
    if (!only) {
      const hint = `Declare a join to ${leads.name} on ${through.name}.`;
      return this.refuse(`no join of ${through.name} leads to ${leads.name}`, hint, 'through');
    }
    if (others.length === 0) return only;
    const reason = `the joins ${names.join(' and ')} of ${through.name} lead to ${leads.name}`;
    return this.refuse(reason, nameOne(key, names), 'through');
  }

  private refuse(reason: string, hint: string | undefined, key?: string): null {
    const params = { bridge: this.name, model: this.model.name, reason };
    this.context.report.add('DEF_BRIDGE', params, { ...this.place(key), hint });
    return null;
  }

  private place(key?: string): ReturnType<DeclaredModel['file']['place']> {
    return this.model.file.place(['bridges', this.name, ...(key === undefined ? [] : [key])]);
  }
}

function nameOne(key: string, names: readonly string[]): string | undefined {
  return names.length === 0
    ? undefined
    : `Name one: ${names.map((name) => `${key}: ${name}`).join(', or ')}.`;
}
