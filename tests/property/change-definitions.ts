/** Random edits of a project's definitions, as an analyst might make them: of shared members, times and formulas. */
import { parse, stringify } from 'yaml';
import type { Files } from '../unit/catalog/small-project.ts';
import type { Draw } from './generate/draw.ts';

interface Member {
  type?: string;
  formula?: string;
}

interface Definition {
  model?: string;
  metric?: string;
  formula?: string;
  time?: string;
  dimensions?: Record<string, Member>;
  facts?: Record<string, Member>;
}

/** Some of what a member's formula could have been, by the type of the member. */
const OTHERWISE: Readonly<Record<string, (formula: string) => string>> = {
  integer: (formula) => `(${formula}) * 3`,
  decimal: (formula) => `(${formula}) * 3`,
  float: (formula) => `(${formula}) * 3`,
  string: (formula) => `concat(${formula}, 'x')`,
  boolean: (formula) => `not (${formula})`,
};

/** Each file with a chance of being edited; what comes out may have faults. */
export function changeDefinitions(files: Files, draw: Draw): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => {
      if (!path.endsWith('.yaml') || path === 'project.yaml') return [path, text];
      const definition: Definition = parse(text);
      const changed = definition.model ? changeModel(definition, draw) : changeMetric(definition, draw);
      return [path, changed ? stringify(definition) : text];
    }),
  );
}

function changeModel(definition: Definition, draw: Draw): boolean {
  let changed = false;
  for (const member of Object.values({ ...definition.dimensions, ...definition.facts })) {
    const otherwise = OTHERWISE[member.type ?? ''];
    if (member.formula === undefined || !otherwise || draw.chance(50)) continue;
    member.formula = otherwise(member.formula);
    changed = true;
  }
  const times = Object.entries(definition.dimensions ?? {}).filter(
    ([, { type }]) => type === 'date' || type === 'time',
  );
  if (definition.time !== undefined && times.length > 1 && draw.chance(10)) {
    definition.time = draw.pick(times)[0];
    changed = true;
  }
  return changed;
}

function changeMetric(definition: Definition, draw: Draw): boolean {
  if (definition.formula === undefined || draw.chance(70)) return false;
  definition.formula = `(${definition.formula}) * 2`;
  return true;
}
