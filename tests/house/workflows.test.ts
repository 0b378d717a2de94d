/** The workflows that people copy: their commands exist, and no secret is within reach of a fork. */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMENT_MARK } from '../../src/cli/diff/print-diff-markdown.ts';
import { runCommandLine } from '../../src/cli/main.ts';
import { readText } from './source-files.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface GithubJob {
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface GithubWorkflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, GithubJob>>;
}

interface GitlabJob {
  readonly extends?: string;
  readonly image?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly rules?: readonly { readonly if: string }[];
}

const GITHUB = readText('docs/ci/github.yml');
const GITLAB = readText('docs/ci/gitlab.yml');
const github: GithubWorkflow = parse(GITHUB);
const gitlab: Readonly<Record<string, GitlabJob>> = parse(GITLAB);

const SAME_REPOSITORY = 'github.event.pull_request.head.repo.full_name == github.repository';
const SAME_PROJECT =
  '$CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID';

const jobs = Object.entries(github.jobs);
const steps = jobs.flatMap(([, job]) => job.steps);
const isTrusted = (job: GithubJob): boolean => job.if === SAME_REPOSITORY;

describe('the workflow for GitHub', () => {
  it('runs on pull requests, in the context of their own code', () => {
    expect(Object.keys(github.on)).toEqual(['pull_request']);
  });

  it('has the least rights, and more of them only where no fork is', () => {
    expect(github.permissions).toEqual({ contents: 'read' });
    expect(jobs.map(([name, job]) => [name, isTrusted(job), job.permissions])).toEqual([
      ['definitions', false, { contents: 'read' }],
      ['numbers', true, { contents: 'read', 'pull-requests': 'write' }],
    ]);
  });

  it('gives secrets and the warehouse to jobs alone in which no fork is', () => {
    const untrusted = jobs.filter(([, job]) => !isTrusted(job)).map(([, job]) => job);
    expect(JSON.stringify([github.env, untrusted])).not.toMatch(/secrets|token|VITRINE_|--data|--warehouse/);
    expect(JSON.stringify(jobs.filter(([, job]) => isTrusted(job)))).toContain('secrets.VITRINE_WAREHOUSE');
  });

  it('puts nothing that somebody else wrote into a shell', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  it('takes actions by their commits, and leaves no credentials in the checkout', () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.map((step) => step.with)).toEqual(
      jobs.map(() => ({ 'fetch-depth': 0, 'persist-credentials': false })),
    );
  });

  it('fails where numbers move without a version, once the comment stands', () => {
    const last = github.jobs['numbers']?.steps.at(-1);
    expect([last?.run, last?.env]).toEqual([
      'exit "$STATUS"',
      { STATUS: '${{ steps.diff.outputs.status }}' },
    ]);
  });
});

describe('the pipeline for GitLab', () => {
  it('gives variables and the warehouse to jobs alone in which no fork is', () => {
    const untrusted = Object.entries(gitlab).filter(
      ([, { rules = [] }]) => rules.length !== 1 || rules[0]?.if !== SAME_PROJECT,
    );
    expect(untrusted.map(([name]) => name)).toEqual(['.vitrine', 'metrics-definitions']);
    expect(JSON.stringify(untrusted)).not.toMatch(/VITRINE_|--data|--warehouse|TOKEN/);
  });

  it('fails where numbers move without a version, once the note stands', () => {
    expect(gitlab['metrics-numbers']?.script?.at(-1)).toBe('exit "$status"');
  });

  it('has all commits, so that the base is among them', () => {
    expect(gitlab['.vitrine']?.variables).toEqual({ GIT_DEPTH: '0' });
  });
});

describe('both', () => {
  const scripts = [
    ...steps.flatMap(({ run }) => run ?? []),
    ...Object.values(gitlab).flatMap((job) => [...(job.before_script ?? []), ...(job.script ?? [])]),
  ];
  const commands = scripts.flatMap((script) =>
    [...script.matchAll(/^vitrine (\w+)(.*)$/gm)].map(([, name = '', rest = '']) => ({
      name,
      flags: rest.match(/--[a-z-]+/g) ?? [],
    })),
  );

  it('check, test and compare, by commands and flags that there are', async () => {
    expect(new Set(commands.map(({ name }) => name))).toEqual(new Set(['check', 'test', 'diff']));
    for (const { name, flags } of commands) {
      const help = await helpOf(name);
      for (const flag of flags) expect(help).toMatch(new RegExp(`^ +(?:-\\w, )?${flag}\\b`, 'm'));
    }
  });

  it('install this version', () => {
    const { version }: { readonly version: string } = JSON.parse(readText('package.json'));
    const installed = scripts.filter((script) => script.includes('npm install'));
    expect(installed).toEqual(Array.from({ length: 3 }, () => `npm install --global vitrine@${version}`));
  });

  it('know their comment by its mark', () => {
    // Where they look for it, and where they write one of their own.
    for (const text of [GITHUB, GITLAB])
      expect(text.match(/<!--.*?-->/g)).toEqual([COMMENT_MARK, COMMENT_MARK]);
  });
});

async function helpOf(command: string): Promise<string> {
  let out = '';
  const stream = { write: (text: string) => (out += text) };
  await runCommandLine([command, '--help'], { out: stream, err: stream, env: {} });
  return out;
}
