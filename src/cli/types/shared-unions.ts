/** Unions that many declarations have in common, each written once under a name of its own. */
import { hashOf } from '../../base/hash.ts';
import { writeLiteral, writeUnion } from './type-text.ts';

interface SharedUnion {
  readonly name: string;
  readonly members: readonly string[];
}

/** Longer ones have a line for each member, so that differences can be read. */
const ON_ONE_LINE = 6;
const SHORTEST_NAME = 6;

/** Names follow from the members, so that a union that is new leaves all others as they were. */
export class SharedUnions {
  private readonly prefix: string;
  private readonly byHash = new Map<string, SharedUnion>();
  private readonly names = new Set<string>();

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  /** The name of the union of these members, in this order. */
  nameOf(members: readonly string[]): string {
    const hash = hashOf(members);
    const known = this.byHash.get(hash);
    if (known) return known.name;
    let length = SHORTEST_NAME;
    while (this.names.has(this.shorten(hash, length))) length += 1;
    const name = this.shorten(hash, length);
    this.names.add(name);
    this.byHash.set(hash, { name, members });
    return name;
  }

  /** A declaration for each. */
  write(): string {
    return [...this.byHash.values()].map(writeDeclaration).join('');
  }

  private shorten(hash: string, length: number): string {
    return `${this.prefix}_${hash.slice(0, length)}`;
  }
}

function writeDeclaration({ name, members }: SharedUnion): string {
  const isLong = members.length > ON_ONE_LINE;
  const lines = members.map((member) => `\n  | ${writeLiteral(member)}`).join('');
  return `type ${name} =${isLong ? lines : ` ${writeUnion(members)}`};\n`;
}
