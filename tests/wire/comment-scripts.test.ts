/** The scripts of the workflows that people copy, run by a shell: which comment stands in the end. Commands and hosts are stand-ins. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMENT_MARK } from '../../src/cli/diff/print-diff-markdown.ts';
import { readText } from '../house/source-files.ts';
import { listen } from '../support/listen.ts';

interface GithubWorkflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly name?: string; readonly run?: string }[] }>
  >;
}

const github: GithubWorkflow = parse(readText('docs/ci/github.yml'));
const gitlab: Readonly<Record<string, { readonly script?: readonly string[] }>> = parse(
  readText('docs/ci/gitlab.yml'),
);

const COMPARED = `${COMMENT_MARK}\n\n## Vitrine: 2 metrics move\n`;
const LOG = 'https://git.example/jobs/5';
const NOTHING = `${COMMENT_MARK}

## Vitrine: Nothing could be compared

The definitions do not hold together, or the warehouse could not be asked: see [the log](${LOG}).

`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-comment-'));
  await mkdir(join(folder, 'bin'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function standIn(command: string, script: string): Promise<void> {
  const file = join(folder, 'bin', command);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

/** What `vitrine diff` prints, and how it ends. */
async function standInForDiff(out: string, status: number): Promise<void> {
  await writeFile(join(folder, 'diff.md'), out);
  await standIn('vitrine', `cat "${join(folder, 'diff.md')}"\nexit ${status}`);
}

/** As runners do: it ends at the first command that fails. Returns the exit status. */
function runShell(script: string, env: Readonly<Record<string, string>>): Promise<number> {
  const path = [join(folder, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter);
  return new Promise((resolve) => {
    const child = execFile('bash', ['-eo', 'pipefail', '-c', script], {
      cwd: folder,
      env: { ...env, PATH: path },
    });
    child.on('close', (status) => resolve(status ?? -1));
  });
}

describe('the comment on GitHub', () => {
  async function comment(known: string) {
    await standIn(
      'gh',
      `case "$*" in *--paginate*) printf '%s' "${known}";; *) echo "$2 $3 $4" >> calls; cp comment.md body;; esac`,
    );
    const steps = github.jobs['numbers']?.steps ?? [];
    const named = (name: string) => steps.find((step) => step.name?.startsWith(name))?.run ?? '';
    const env = {
      BASE: 'HEAD^1',
      RUNNER_TEMP: folder,
      GITHUB_OUTPUT: join(folder, 'output'),
      GITHUB_SERVER_URL: 'https://git.example',
      GITHUB_REPOSITORY: 'ann/metrics',
      GITHUB_RUN_ID: '5',
      COMMENTS: 'issues/3/comments',
      COMMENT: 'issues/comments',
    };
    const statuses = [
      await runShell(named('Which numbers move'), env),
      await runShell(named('One comment'), env),
    ];
    const [output, calls, body] = await Promise.all(
      ['output', 'calls', 'body'].map((file) => readFile(join(folder, file), 'utf8')),
    );
    return { statuses, output, calls, body };
  }

  it('is the comparison, written over the one that stands', async () => {
    await standInForDiff(COMPARED, 1);
    expect(await comment('17\n18\n')).toEqual({
      statuses: [0, 0],
      output: 'status=1\n',
      calls: '--method PATCH issues/comments/17\n',
      body: COMPARED,
    });
  });

  it('says that nothing could be compared where the definitions do not hold', async () => {
    await standInForDiff('', 1);
    expect(await comment('')).toEqual({
      statuses: [0, 0],
      output: 'status=1\n',
      calls: '--method POST issues/3/comments\n',
      body: NOTHING.replace(LOG, 'https://git.example/ann/metrics/actions/runs/5'),
    });
  });
});

describe('the note on GitLab', () => {
  const ME = { id: 7 };
  const note = (id: number, author: number, body: string) => ({ id, author: { id: author }, body });
  const others = Array.from({ length: 100 }, (_, index) => note(index, 8, `${COMMENT_MARK} not mine`));

  async function comment(pages: readonly (readonly object[])[]) {
    const written: unknown[] = [];
    const server = createServer((request, response) => {
      const { method, url = '', headers } = request;
      const { pathname, searchParams } = new URL(url, 'http://gitlab.example');
      const page = Number(searchParams.get('page'));
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      request.on('end', () => {
        if (method !== 'GET') written.push([method, pathname, JSON.parse(text), headers['private-token']]);
        if (page > 0) response.setHeader('x-next-page', page < pages.length ? String(page + 1) : '');
        const list = page > 0 ? (pages[page - 1] ?? []) : ME;
        response.setHeader('content-type', 'application/json').end(JSON.stringify(list));
      });
    });
    const port = await listen(server);
    const status = await runShell((gitlab['metrics-numbers']?.script ?? []).join('\n'), {
      CI_API_V4_URL: `http://127.0.0.1:${port}`,
      CI_PROJECT_ID: '2',
      CI_MERGE_REQUEST_IID: '3',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: 'HEAD^1',
      CI_JOB_URL: LOG,
      VITRINE_NOTES: 'token',
    });
    await new Promise((resolve) => server.close(resolve));
    return { status, written };
  }

  const NOTES = '/projects/2/merge_requests/3/notes';

  it('is written over however many notes of others stand before it', async () => {
    await standInForDiff(COMPARED, 0);
    const mine = note(300, ME.id, `${COMMENT_MARK}\n\n## Vitrine: No number moves`);
    expect(await comment([others, others.slice(0, 3), [note(299, ME.id, 'mine'), mine]])).toEqual({
      status: 0,
      written: [['PUT', `${NOTES}/300`, { body: COMPARED }, 'token']],
    });
  });

  it('is a new one where none of them is its own', async () => {
    await standInForDiff(COMPARED, 1);
    expect(await comment([others, []])).toEqual({
      status: 1,
      written: [['POST', NOTES, { body: COMPARED }, 'token']],
    });
  });

  it('says that nothing could be compared where the definitions do not hold', async () => {
    await standInForDiff('', 1);
    const mine = note(12, ME.id, `${COMMENT_MARK}\n\n## Vitrine: No number moves`);
    expect(await comment([[mine]])).toEqual({
      status: 1,
      written: [['PUT', `${NOTES}/12`, { body: NOTHING }, 'token']],
    });
  });
});
