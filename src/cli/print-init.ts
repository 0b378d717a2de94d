/** What `vitrine init` has written, and what to do next. */
import { resolve } from 'node:path';
import { DEFAULT_PROJECT } from '../config.ts';
import type { ModelDraft } from '../draft/model-draft.ts';
import { countName, writeCount } from '../draft/write-beginnings.ts';
import { makeVisible } from './print-table.ts';
import type { Beginning } from './write-beginning.ts';

export interface InitFlags {
  readonly schema?: string;
  readonly tenant?: string;
  readonly shared?: readonly string[];
  readonly timezone?: string;
  readonly owner?: string;
  readonly metrics?: true;
  readonly force?: true;
  readonly json?: true;
}

/** What was done, and what is left to do. */
export interface Initialised {
  readonly files: Beginning;
  readonly folder: string;
  readonly drafts: readonly ModelDraft[];
  /** Tables that no model can name. */
  readonly unwritable: readonly string[];
  /** Columns that most tables have, where no tenant column was said. */
  readonly tenantColumns: readonly string[];
}

export function printInit(written: Initialised, flags: InitFlags): string {
  const { files, folder, drafts, unwritable } = written;
  const open = drafts.filter(({ tenant }) => tenant.kind === 'unknown').map(({ name }) => name);
  const parts = [
    listing('wrote', files.written, folder),
    listing('left as they are (--force writes them anew)', files.kept, folder),
    listing(
      'left out, for a name with a space or a dot in it (a view can give it another)',
      unwritable,
      null,
    ),
    open.length === 0 ? [] : ['', ...tellOpen(open, written)],
    ['', 'next:', ...nextSteps(written, flags).map((step) => `  ${step}`)],
  ];
  return `${parts.flat().map(makeVisible).join('\n').replace(/^\n/, '')}\n`;
}

function listing(title: string, paths: readonly string[], folder: string | null): readonly string[] {
  if (paths.length === 0) return [];
  const prefix = folder === null ? '' : `${folder.replace(/\/+$/, '')}/`;
  return [`${title}:`, ...paths.map((path) => `  ${prefix}${path}`)];
}

function tellOpen(open: readonly string[], { tenantColumns }: Initialised): readonly string[] {
  const candidates = tenantColumns.map((column) => `--tenant ${column}`).join(' or ');
  return [
    `Whose rows they are is not known of: ${open.join(', ')}.`,
    ...(candidates === ''
      ? []
      : [`Many tables have a column for it: run init again with ${candidates} --force.`]),
    'Fill in "tenant:" in these files; what every tenant may see is "shared" (or name it after --shared).',
  ];
}

function nextSteps({ drafts, folder }: Initialised, { metrics, owner }: InitFlags): readonly string[] {
  const [first] = drafts.toSorted((a, b) => b.facts.length - a.facts.length);
  const isDefault = resolve(folder) === resolve(DEFAULT_PROJECT);
  const setting = isDefault ? '' : `VITRINE_PROJECT=${folder} `;
  const checks = [
    `${setting}vitrine check                # do the files hold together?`,
    `${setting}vitrine check --warehouse    # do they say what the tables are?`,
  ];
  if (first === undefined) return checks;
  const name = countName(first);
  const metric = metrics
    ? []
    : [
        `a first metric, as ${folder}/counts/${name}.yaml (or run init again with --metrics):`,
        ...suggestMetric(first, owner ?? 'you@example.com'),
      ];
  return [...checks, ...metric, `${setting}vitrine query ${name} --tenant <a tenant's id>`];
}

/** What `--metrics` would have written. */
function suggestMetric(draft: ModelDraft, owner: string): readonly string[] {
  return writeCount(draft, owner)
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);
}
