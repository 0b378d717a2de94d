/** Random questions to random worlds: what the brute-force tests of one capability each have in common. */
import type { Draw } from '../generate/draw.ts';
import { runProperty } from './run-property.ts';

interface Worlds<World> {
  /** How many of them in a normal run. */
  readonly worlds: number;
  /** How many questions to each. */
  readonly questions: number;
  readonly drawWorld: (draw: Draw) => World;
  readonly load: (world: World) => Promise<void>;
}

/** `ask` draws one question to a world that is loaded, and judges the answer. */
export async function askWorlds<World>(
  { worlds, questions, drawWorld, load }: Worlds<World>,
  ask: (draw: Draw, world: World) => Promise<void>,
): Promise<void> {
  await runProperty({
    runs: worlds,
    body: async (draw) => {
      const world = drawWorld(draw);
      await load(world);
      for (let asked = 0; asked < questions; asked += 1) await ask(draw, world);
    },
  });
}
