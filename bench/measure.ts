/** What benchmarks share: a project from texts, and the time of the fastest run. */
import { buildCatalog } from '../src/catalog/build-catalog.ts';
import type { Catalog } from '../src/catalog/catalog.ts';
import { parseProject } from '../src/definitions/parse-project.ts';
import { printDiagnostics } from '../src/errors/print-diagnostic.ts';

/** @throws Error with the faults, should there be any */
export function loadCatalog(files: ReadonlyMap<string, string>): Catalog {
  const { definitions, diagnostics } = parseProject(files);
  const { catalog, diagnostics: found } = buildCatalog(definitions, diagnostics);
  if (!catalog) throw new Error(printDiagnostics(found, { files }));
  return catalog;
}

/** The shortest of so many runs, in milliseconds. */
export async function shortest(runs: number, run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < runs; count += 1) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}
