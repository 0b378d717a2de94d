/** `schemas` says where the schemas of sources are: one that no source names is misspelt. */
import { suggest } from '../../base/did-you-mean.ts';
import type { Check } from './check.ts';

export const checkSchemas: Check = ({ definitions, faulty }, report) => {
  const { project } = definitions;
  const named = new Set(
    definitions.models.map(({ value: { source } }) =>
      typeof source === 'string' ? (source.split('.')[0] ?? '') : '',
    ),
  );
  // What a file that cannot be read would have named is not known.
  if (!project || faulty.size > 0) return;
  for (const schema of Object.keys(project.value.schemas ?? {})) {
    if (named.has(schema)) continue;
    const hint = suggest(schema, named) ?? 'No model has a source in a schema of this name.';
    report.add('DEF_UNKNOWN_KEY', { key: schema }, { ...project.place(['schemas', schema]), hint });
  }
};
