/** Names that queries may use: of roles, of models, and one join further. */
import { need, type Schema } from '../oracle/schema.ts';
import type { Type } from '../oracle/value.ts';

export interface Name {
  readonly text: string;
  readonly type: Type;
  readonly kind: 'dimension' | 'fact' | 'key';
}

/** Every such name of the project, wherever it leads. */
export function dimensionNames(schema: Omit<Schema, 'metrics'>): readonly Name[] {
  const heads = [...schema.roles, ...[...schema.models.keys()].map((name) => [name, name] as const)];
  return heads.flatMap(([head, target]) => {
    const model = need(schema.models, target);
    const spelled = [...model.joins]
      .filter(([join]) => schema.roles.has(join))
      .flatMap(([join, next]) => namesOf(`${head}.${join}`, schema, next.target));
    return [...namesOf(head, schema, target), ...spelled];
  });
}

function namesOf(prefix: string, schema: Omit<Schema, 'metrics'>, model: string): readonly Name[] {
  return [...need(schema.models, model).members].map(([name, { type, kind }]) => ({
    text: `${prefix}.${name}`,
    type,
    kind,
  }));
}
