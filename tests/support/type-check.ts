/** Runs the TypeScript compiler over files of a test's own, under this repository's options. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What the compiler says, by file and line: `use.ts:3`. */
export interface TypeFault {
  readonly place: string;
  readonly message: string;
}

/**
 * `vitrine/client` is the source. Files are TypeScript by name, and `options` are the compiler's, other than this
 * repository's; a fault has the first line of what is said.
 */
export async function checkTypes(
  files: Readonly<Record<string, string>>,
  options: Readonly<Record<string, unknown>> = {},
): Promise<readonly TypeFault[]> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-types-'));
  try {
    const compilerOptions = {
      paths: { 'vitrine/client': [join(ROOT, 'src/client/client.ts')] },
      ...options,
    };
    const project = { extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['*.ts'] };
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return readFaults(await compile(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function compile(folder: string): Promise<string> {
  const child = spawn(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
    cwd: folder,
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  return new Promise((fulfil, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      if ((status === 0) === (out === '')) fulfil(out);
      else reject(new Error(`the compiler ended with ${status}: ${out}`));
    });
  });
}

/** Further lines of a fault are indented. */
function readFaults(out: string): readonly TypeFault[] {
  return out
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(' '))
    .map((line) => {
      const match = /^(.+)\((\d+),\d+\): error (.*)$/.exec(line);
      if (!match) throw new Error(`the compiler says ${line}`);
      return { place: `${match[1]}:${match[2]}`, message: match[3] ?? '' };
    });
}

/** The places of the lines that end with `// wrong`, each of which the compiler must refuse. */
export function wrongLines(name: string, text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (line.endsWith('// wrong') ? [`${name}:${index + 1}`] : []));
}
