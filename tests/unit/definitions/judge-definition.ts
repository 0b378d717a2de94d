/** One broken file beside what is expected of it. */
import { metricKind, modelKind, projectKind } from '../../../src/definitions/definition-kinds.ts';
import { parseDefinition } from '../../../src/definitions/parse-definition.ts';
import { compareFaults, type ExpectedFault, readMarks } from './marked-text.ts';

const KINDS = { project: projectKind, model: modelKind, metric: metricKind };

export type DefinitionKindName = keyof typeof KINDS;

/** What stands above the fault under test, so that nothing else is wrong. */
export const PREAMBLES = {
  project: 'project: northlight\ntimezone: Europe/Moscow\n',
  model: 'model: orders\nsource: shop.orders\ntenant: client_id\n',
  metric: 'metric: roas\nversion: 1\nowner: growth\ndescription: Return.\nformula: revenue / spend\n',
};

export type Case = readonly [marked: string, ...ExpectedFault[]];

const SHAPE_CODES = new Set(['DEF_UNKNOWN_KEY', 'DEF_MISSING_KEY', 'DEF_BAD_NAME']);

interface Judged {
  readonly found: unknown;
  readonly expected: unknown;
  /** Whether a definition came out although the file has not the shape of its kind. */
  readonly isShapeless: boolean;
}

export function judgeDefinition(
  kind: DefinitionKindName,
  {
    marked,
    preamble = PREAMBLES[kind],
    faults,
  }: { marked: string; preamble?: string | undefined; faults: readonly ExpectedFault[] },
): Judged {
  const { text, places } = readMarks(preamble + marked);
  const { definition, diagnostics } = parseDefinition<unknown>(KINDS[kind], 'a.yaml', text);
  const inOrder = diagnostics.toSorted(
    ({ position: a }, { position: b }) => a.line - b.line || a.column - b.column,
  );
  const shapeless = faults.some(([code]) => SHAPE_CODES.has(code));
  return { ...compareFaults(inOrder, places, faults), isShapeless: definition !== null && shapeless };
}
