/** Editors are told the schema of each project file of the repository, and each file fits the one it names. */
import { posix } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { listFiles, readText } from './source-files.ts';

const PROJECTS = [
  'metrics',
  'examples/flights/metrics',
  'examples/corner/metrics',
  'tests/fixtures/shop/project',
];
const MODELINE = /^# yaml-language-server: \$schema=(\S+)\n/;

const ajv = new Ajv({ strict: true, allErrors: true });
const validators = new Map<string, ValidateFunction>(
  ['project', 'model', 'metric', 'metric-test', 'policy', 'policy-test'].map((kind) => {
    const path = `schema/${kind}.json`;
    return [path, ajv.compile(JSON.parse(readText(path)))];
  }),
);

function schemaOf(project: string, file: string): string {
  const inside = file.slice(project.length + 1);
  if (inside === 'project.yaml') return 'schema/project.json';
  if (inside.startsWith('policies/'))
    return inside.endsWith('.test.yaml') ? 'schema/policy-test.json' : 'schema/policy.json';
  if (inside.startsWith('models/')) return 'schema/model.json';
  return inside.endsWith('.test.yaml') ? 'schema/metric-test.json' : 'schema/metric.json';
}

describe.each(PROJECTS)('the project files of %s', (project) => {
  const files = listFiles(project).filter((path) => path.endsWith('.yaml'));

  it('exist', () => {
    expect(files).toContain(`${project}/project.yaml`);
  });

  it('name the schema of their kind in their first line', () => {
    const named = files.map((file) => {
      const [, written = ''] = MODELINE.exec(readText(file)) ?? [];
      return [file, posix.join(posix.dirname(file), written)];
    });
    expect(named).toEqual(files.map((file) => [file, schemaOf(project, file)]));
  });

  it('fit their schema', () => {
    const faults = files.flatMap((file) => {
      const validate = validators.get(schemaOf(project, file));
      const data: unknown = parse(readText(file), { version: '1.2', schema: 'core' });
      return validate?.(data) === true ? [] : [[file, ajv.errorsText(validate?.errors)]];
    });
    expect(faults).toEqual([]);
  });
});
