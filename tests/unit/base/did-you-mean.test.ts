import { describe, expect, it } from 'vitest';
import { findSimilar, suggest } from '../../../src/base/did-you-mean.ts';

const KNOWN = ['revenue', 'net_revenue', 'roas', 'romi', 'orders_count', 'customer.name'];

describe('findSimilar', () => {
  it.each([
    ['revenu', ['revenue']],
    ['REVENUE', ['revenue']],
    ['ros', ['roas']],
    ['romas', ['roas', 'romi']],
    ['custmer.name', ['customer.name']],
    ['order_count', ['orders_count']],
    ['margin', []],
    ['', []],
  ])('%s', (name, similar) => {
    expect(findSimilar(name, KNOWN)).toEqual(similar);
  });

  it('names three at most, nearest first, then by name', () => {
    expect(findSimilar('aaa', ['aad', 'aab', 'aac', 'aaa', 'aae'])).toEqual(['aaa', 'aab', 'aac']);
  });
});

describe('suggest', () => {
  it('asks, or says nothing', () => {
    expect(suggest('romas', KNOWN)).toBe('Did you mean "roas" or "romi"?');
    expect(suggest('margin', KNOWN)).toBeUndefined();
  });
});
