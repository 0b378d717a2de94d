/** The floor table in the linter's words, so that editors show what the house test would say. */
import { FLOORS, whyNot } from './floors.ts';

interface LayerOverride {
  readonly files: readonly string[];
  readonly rules: { readonly 'no-restricted-imports': readonly [string, { patterns: readonly object[] }] };
}

/** One override for each room that must not know some other. */
export function layerOverrides(): readonly LayerOverride[] {
  const rooms = FLOORS.flat();
  return rooms.flatMap((room): LayerOverride[] => {
    const forbidden = rooms.filter((other) => whyNot(room, other) !== null);
    if (forbidden.length === 0) return [];
    const group = forbidden.flatMap((other) => [
      `../${other}/**`,
      `../../${other}/**`,
      `../../../${other}/**`,
    ]);
    const patterns = [{ group, message: 'Imports go down the staircase: see ARCHITECTURE.md.' }];
    return [{ files: [`src/${room}/**`], rules: { 'no-restricted-imports': ['error', { patterns }] } }];
  });
}
