import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document, Scalar } from 'yaml';
import { alignScalar } from '../../../src/definitions/align-scalar.ts';
import { parseYaml } from '../../../src/definitions/parse-yaml.ts';
import { findNode } from '../../../src/definitions/yaml-node.ts';

const RUNS = process.env['VITRINE_LONG'] === '1' ? 10_000 : 1_000;

const words = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', 'revenue', "'paid'", '"x"', '\\', '\\n', '#', ':', 'дом', '😀', '(', '>=', '-'),
      fc.constantFrom(' ', ' ', '  ', '\n', '\n\n', '\t'),
    ),
    { minLength: 1, maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

const styles = fc.constantFrom(
  Scalar.PLAIN,
  Scalar.QUOTE_SINGLE,
  Scalar.QUOTE_DOUBLE,
  Scalar.BLOCK_LITERAL,
  Scalar.BLOCK_FOLDED,
);

/** `value` written as YAML in `style`, or in whatever style can hold it, two mappings deep. */
function write(value: string, style: Scalar.Type, lineWidth: number): string {
  const scalar = new Scalar(value);
  scalar.type = style;
  const document = new Document();
  document.contents = document.createNode({ x: { y: scalar } });
  return document.toString({ lineWidth, minContentWidth: 5 });
}

describe('alignScalar', () => {
  it(`finds every visible character of a value where it was written (${RUNS} values)`, () => {
    fc.assert(
      fc.property(words, styles, fc.integer({ min: 20, max: 100 }), (value, style, lineWidth) => {
        const text = write(value, style, lineWidth);
        const { root, diagnostics } = parseYaml('a.yaml', text);
        // Not every text that the library writes does it read again.
        fc.pre(diagnostics.length === 0);
        const node = root && findNode(root, ['x', 'y']).node;
        if (node?.kind !== 'scalar' || typeof node.value !== 'string') throw new Error('not read as text');
        const spans = alignScalar(node, text);
        expect(spans).toHaveLength(node.value.length);
        for (const [index, span] of spans?.entries() ?? []) {
          const character = node.value.charAt(index);
          if (/\s/.test(character)) continue;
          const written = text.slice(span.start, span.end);
          expect([character, `${character}${character}`, `\\${character}`]).toContain(written);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('has nothing to say of numbers', () => {
    const { root } = parseYaml('a.yaml', '7');
    expect(root?.kind === 'scalar' && alignScalar(root, '7')).toBeNull();
  });
});
