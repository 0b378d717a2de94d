/** The floor table of the house: data climbs from 0 to 11, imports go down. */

/** Rooms under `src/`, by floor. A new room must be given its floor here. */
export const FLOORS: readonly (readonly string[])[] = [
  ['base', 'errors'],
  ['definitions', 'formula', 'tenancy'],
  ['catalog'],
  ['versions'],
  ['query'],
  ['planner'],
  ['sql'],
  ['postgres', 'project', 'identity'],
  ['warehouse', 'store'],
  ['engine', 'demo', 'proof', 'draft'],
  ['serving', 'fixtures', 'comparison', 'client'],
  ['cli', 'config', 'server', 'generate'],
];

/** Neighbours on one floor that may know each other, one way: `[importer, imported]`. */
export const NEIGHBOURS: readonly (readonly [string, string])[] = [
  ['errors', 'base'],
  ['definitions', 'formula'],
  // The top floor wires everything together: commands start the server, and all of it reads the configuration.
  ['cli', 'config'],
  ['cli', 'server'],
  ['cli', 'generate'],
  ['server', 'config'],
];

/** Rooms that know no other and that no other knows: the client goes to browsers, where nothing else of the house is. */
export const ALONE: readonly string[] = ['client'];

/** Up to this floor, code is pure and synchronous: clock, zone and catalog are arguments. */
export const LAST_PURE_FLOOR = 6;

/** The floor of a room, or -1 for a room that the table does not know. */
export function floorOf(room: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(room));
}

/** Whether a file of one room may import from the other, or why not. */
export function whyNot(importer: string, imported: string): string | null {
  if (importer === imported) return null;
  const apart = ALONE.find((room) => room === importer || room === imported);
  if (apart !== undefined) return `${apart} stands alone: it knows no other room, and none knows it`;
  const [above, below] = [floorOf(importer), floorOf(imported)];
  if (below < above) return null;
  if (below > above) return `${importer} (floor ${above}) must not know ${imported} (floor ${below})`;
  if (NEIGHBOURS.some(([from, to]) => from === importer && to === imported)) return null;
  return `${importer} and ${imported} are neighbours on floor ${above} and must not know each other`;
}
