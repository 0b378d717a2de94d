/** `vitrine diff`: what differs from where the branch began, in definitions and, with `--data`, in numbers. */
import type { Command } from 'commander';
import { printDiagnostics } from '../../errors/print-diagnostic.ts';
import type { CommandContext } from '../command-context.ts';
import { compareNumbers, type NumbersRequest } from '../diff/compare-numbers.ts';
import { diffJson } from '../diff/diff-json.ts';
import { type FoundChanges, findChanges } from '../diff/find-changes.ts';
import { printDiff } from '../diff/print-diff.ts';
import { printDiffMarkdown } from '../diff/print-diff-markdown.ts';
import type { NumbersDiff, ProjectDiff } from '../diff/project-diff.ts';
import { type DiffFlags, readNumbersRequest } from '../diff/read-diff-flags.ts';
import { readUsage } from '../diff/read-usage.ts';
import { collect } from '../query-flags.ts';
import { untilInterrupted } from '../until-interrupted.ts';

export function addDiffCommand(program: Command, context: CommandContext): void {
  program
    .command('diff')
    .description('compare the project with how it was at another commit')
    .option('--base <ref>', 'the branch, tag or commit to compare with; where this branch began unless given')
    .option('--data', 'run old and new side by side on the warehouse, and show which numbers move')
    .option('--metric <name...>', 'with --data, only these metrics; those that changes touch unless given')
    .option('--all', 'with --data, every metric')
    .option('--tenant <tenant>', 'with --data, only this tenant; several by repeating it', collect)
    .option('--grain <grain>', 'with --data, the periods to compare: day, week, month, quarter or year')
    .option('--periods <n>', 'with --data, how many whole periods up to now; 3 unless given')
    .option('--from <day>', 'with --data, the first day, in place of --periods')
    .option('--to <day>', 'with --data, the day behind the last')
    .option('--rows <n>', 'with --data, rows of each metric to show, of those that move most')
    .option('--names', 'with --data, call tenants by their ids and not by pseudonyms')
    .option('--no-usage', 'do not ask who used what changes')
    .option('--markdown', 'print it as Markdown, for a pull request')
    .option('--json', 'print it as JSON')
    .action((flags: DiffFlags) => diffProject(flags, context));
}

async function diffProject(flags: DiffFlags, context: CommandContext): Promise<void> {
  const request = readNumbersRequest(flags);
  const found = await findChanges(context.config(), flags.base);
  const numbers = await untilInterrupted(context, (signal) =>
    compareFound(request, found, { context, signal }),
  );
  if (numbers === null) return;
  const { base, changes, unversioned } = found;
  const touched = [...new Set(changes.flatMap(({ touches }) => touches))];
  const usage = flags.usage ? await readUsage(context.config(), touched) : null;
  const diff: ProjectDiff = { base, changes, unversioned, usage, ...numbers };
  context.terminal.out.write(print(diff, flags));
  tellFaults(found, context);
}

/** In an object, so that nothing to compare is told from a comparison that was ended. */
async function compareFound(
  request: NumbersRequest | null,
  { sides, changes }: FoundChanges,
  options: { readonly context: CommandContext; readonly signal: AbortSignal },
): Promise<{ readonly numbers: NumbersDiff | null }> {
  if (request === null || sides === null) return { numbers: null };
  return { numbers: await compareNumbers(request, { ...sides, changes }, options) };
}

function print(diff: ProjectDiff, { json, markdown }: DiffFlags): string {
  if (json) return `${JSON.stringify(diffJson(diff), null, 2)}\n`;
  return markdown ? printDiffMarkdown(diff) : printDiff(diff);
}

/** Versions that do not fit what was released are faults of the project, and keep nothing from being compared. */
function tellFaults({ project, unversioned }: FoundChanges, { terminal, fail }: CommandContext): void {
  const { diagnostics, files, folder } = project;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) terminal.err.write(`${printDiagnostics(errors, { files, folder })}\n`);
  if (errors.length > 0 || unversioned.length > 0) fail(1);
}
