/** `vitrine release`: makes the versions of changed metrics last, or says which versions are due. */
import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { sayCount } from '../../base/say-count.ts';
import { LONGEST_LINE } from '../../definitions/release-schema.ts';
import { type ProposedVersion, proposeVersions } from '../../versions/propose-versions.ts';
import { type Measurement, type NewRelease, releaseMetrics } from '../../versions/release-metrics.ts';
import { type NewModelRelease, releaseModels } from '../../versions/release-models.ts';
import type { CommandContext } from '../command-context.ts';
import { BrokenProject, type LoadedProject, loadProject } from '../load-catalog.ts';
import { writeProposals, writeReleases } from '../project-writer.ts';
import { readMeasured } from '../read-measured.ts';
import { usageError } from '../usage-error.ts';

interface ReleaseFlags {
  readonly message?: string;
  readonly by?: string;
  readonly propose?: true;
  readonly measured?: string;
  readonly json?: true;
}

export function addReleaseCommand(program: Command, context: CommandContext): void {
  program
    .command('release')
    .description('make the versions of changed metrics last')
    .option('-m, --message <why>', 'why they changed')
    .option('--by <who>', 'who releases them; the author that git knows unless given')
    .option('--propose', 'raise the versions that are due, and release nothing')
    .option('--measured <file>', 'keep what "vitrine diff --data --json" wrote of the numbers that move')
    .option('--json', 'print what was done as JSON')
    .action(async ({ message, by, propose, measured, json }: ReleaseFlags) => {
      const { terminal, config } = context;
      const project = await loadProject(config());
      if (propose) {
        if (measured !== undefined)
          throw usageError('--measured is for a release, which --propose makes none of');
        const proposed = await proposeAll(project);
        terminal.out.write(json ? printJson(proposed.map(withoutPlace)) : printProposed(proposed));
        return;
      }
      const why = readWhy(message);
      if (project.catalog === null) throw new BrokenProject(project);
      const { definitions, catalog, folder } = project;
      const note = { at: now(), by: by === undefined ? await findAuthor(folder) : readWho(by), why };
      const state = { definitions, catalog };
      const measurements = measured === undefined ? undefined : await readMeasured(measured);
      const metrics = releaseMetrics(state, note, measurements);
      if (measurements) requireMeasured(metrics, measurements);
      const released = { metrics, models: releaseModels(state, note) };
      await writeReleases(folder, released);
      terminal.out.write(json ? printReleasedJson(released) : printReleased(released));
    });
}

/** A file that says nothing of the release was not meant for it. */
function requireMeasured(
  released: readonly NewRelease[],
  measurements: ReadonlyMap<string, Measurement>,
): void {
  if (released.some(({ metric, version }) => version !== null && measurements.has(metric))) return;
  throw usageError('--measured: nothing of what is released was measured there');
}

function readWhy(message: string | undefined): string {
  const why = message?.trim() ?? '';
  if (why === '')
    throw usageError('-m WHY is missing: say why the numbers are others, for those who use them');
  if (why.length > LONGEST_LINE) throw usageError(`-m has more than ${LONGEST_LINE} characters`);
  return why;
}

function readWho(by: string): string {
  const who = by.trim();
  if (who === '' || who.length > LONGEST_LINE)
    throw usageError(`--by has from 1 to ${LONGEST_LINE} characters`);
  return who;
}

/** To the second. */
function now(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

async function findAuthor(folder: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', folder, 'config', 'user.email']);
    if (stdout.trim() !== '') return stdout.trim();
  } catch {
    // Neither git nor an author in it is needed.
  }
  return userInfo().username;
}

/** @throws BrokenProject where more is wrong than versions that were not raised */
async function proposeAll(project: LoadedProject): Promise<readonly ProposedVersion[]> {
  const others = project.diagnostics.filter(
    ({ code, severity }) => severity === 'error' && code !== 'DEF_VERSION_NOT_RAISED',
  );
  if (project.current === null || others.length > 0)
    throw new BrokenProject({ ...project, diagnostics: others });
  const proposed = proposeVersions(project.definitions, project.current);
  await writeProposals(project, proposed);
  return proposed;
}

function printProposed(proposed: readonly ProposedVersion[]): string {
  if (proposed.length === 0) return 'No version is due.\n';
  const lines = proposed.flatMap(({ metric, from, to, instead, position }) => [
    `${metric}  ${from} → ${to}  ${position.file}`,
    ...(instead.length === 0
      ? []
      : [`  or leave it at ${from}, and write ${instead.join(' and ')} in its formula`]),
  ]);
  return `${lines.join('\n')}\n${sayCount(proposed.length, 'version')} raised; look at them, then run vitrine release -m WHY\n`;
}

interface Released {
  readonly metrics: readonly NewRelease[];
  readonly models: readonly NewModelRelease[];
}

function printReleased({ metrics, models }: Released): string {
  if (metrics.length + models.length === 0) return 'Nothing to release: every version is released already.\n';
  const lines = [
    ...metrics.flatMap(({ metric, version, changes }) => [
      version === null ? `${metric} is retired` : `${metric}@${version}`,
      ...changes.map((change) => `  ${change}`),
    ]),
    ...models.flatMap(({ model, changes }) =>
      changes.map(({ member, what }) => `${member === null ? model : `${model}.${member}`}  ${what}`),
    ),
  ];
  const parts = [
    ...(metrics.length > 0 ? [sayCount(metrics.length, 'release')] : []),
    ...(models.length > 0 ? [`notes on ${sayCount(models.length, 'model')}`] : []),
  ];
  const written = `${parts.join(' and ')} written to releases/: commit them with the definitions.`;
  return `${[...lines, written].join('\n')}\n`;
}

function printReleasedJson({ metrics, models }: Released): string {
  const items = metrics.map(({ file: _file, ...released }) => released);
  const noted = models.map(({ model, changes }) => ({ model, changes }));
  return `${JSON.stringify({ items, models: noted }, null, 2)}\n`;
}

function withoutPlace({ position, ...proposed }: ProposedVersion): object {
  return { ...proposed, file: position.file };
}

function printJson(items: readonly object[]): string {
  return `${JSON.stringify({ items }, null, 2)}\n`;
}
