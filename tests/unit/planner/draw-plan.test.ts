import { describe, expect, it } from 'vitest';
import { describePlan, type PlanTree } from '../../../src/planner/describe-plan.ts';
import { drawPlan } from '../../../src/planner/draw-plan.ts';
import { planOf } from './planned.ts';

const leaf = (detail: string): PlanTree => ({ node: 'Scan', detail, inputs: [] });

describe('drawPlan', () => {
  it('numbers nodes as they are printed and points from inputs upwards', () => {
    const tree: PlanTree = {
      node: 'CombineLegs',
      detail: '',
      inputs: [{ node: 'Leg', detail: 'a', inputs: [leaf('x')] }, leaf('y')],
    };
    expect(drawPlan(tree)).toBe(`flowchart BT
  n1["CombineLegs"]
  n2["Leg a"]
  n3["Scan x"]
  n3 --> n2
  n2 --> n1
  n4["Scan y"]
  n4 --> n1
`);
  });

  it.each([
    ['a"b', 'a#34;b', 'a quote would end the label'],
    ['`a`', '#96;a#96;', 'backticks begin Markdown'],
    ['a[b]{c}', 'a#91;b#93;#123;c#125;', 'brackets are shapes, and %%{ a directive'],
    ['a < b > c & d', 'a #60; b #62; c #38; d', 'HTML'],
    ['a #35; b;', 'a #35;35#59; b#59;', 'the escape itself'],
    ['a\r\nb\n\n c', 'a b c', 'a label is one line'],
    ['count(*), sum(*)', 'count(#42;), sum(#42;)', 'emphasis'],
    ['style: at:month "x"', 'style: at#58;month #34;x#34;', 'a colon before a code'],
    ["$1 = 'ü' + b_c/d-e", '$1 = #39;ü#39; + b_c/d-e', 'letters of any language stay'],
    ['\u{1F600}', '#128512;', 'a code point, not half of one'],
  ])('writes %j as %s: %s', (text, label) => {
    expect(drawPlan(leaf(text))).toBe(`flowchart BT\n  n1["Scan ${label}"]\n`);
  });

  it('draws each node and each input of a real plan once', () => {
    const tree = describePlan(planOf({ metrics: ['revenue', 'units'], by: ['channel.name'] }).rows);
    const count = (node: PlanTree): number => node.inputs.reduce((sum, input) => sum + count(input), 1);
    const lines = drawPlan(tree).trimEnd().split('\n');
    expect(lines).toHaveLength(2 * count(tree));
    for (const line of lines.slice(1)) expect(line).toMatch(/^ {2}(n\d+\["[^"`<>[\]{}]+"\]|n\d+ --> n\d+)$/);
  });
});
