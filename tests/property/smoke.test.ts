import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Draw } from './generate/draw.ts';
import { drawMetrics } from './generate/draw-metrics.ts';
import { drawQuery } from './generate/draw-query.ts';
import { drawModels } from './generate/draw-schema.ts';
import { drawTables, TENANTS } from './generate/draw-tables.ts';
import { THEATRES } from './generate/draw-values.ts';
import { answerQuery } from './oracle/answer-query.ts';
import { printFormula } from './oracle/metric-formula.ts';

test('x', () => {
  const tally: Record<string, number> = {};
  let shown = 0;
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const draw = new Draw(g);
      const theatre = draw.pick(THEATRES);
      const models = drawModels(draw, theatre);
      const tables = drawTables(draw, theatre, models);
      const schema = { ...models, metrics: drawMetrics(draw, theatre, models) };
      if (shown++ < 2) for (const m of schema.metrics.values()) console.log(m.name, printFormula(m.formula));
      for (let i = 0; i < 25; i++) {
        const query = drawQuery(draw, theatre, schema);
        const out = answerQuery({ schema, tables, tenant: draw.pick(TENANTS) }, query);
        const key =
          out.kind === 'answer' ? 'answer:' + Math.min(out.rows.length, 8) : [...out.reasons].join();
        tally[key] = (tally[key] ?? 0) + 1;
        if (shown < 3 && out.kind === 'answer')
          console.log(JSON.stringify(query), JSON.stringify(out.rows.slice(0, 4)));
      }
    }),
    { numRuns: 200, seed: 5 },
  );
  console.log(tally);
  expect(1).toBe(1);
});
