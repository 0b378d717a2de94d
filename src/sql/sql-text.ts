/**
 * SQL in pieces: text, quoted names and bound values, put together by a template tag. A string is never text: text
 * stands in the source alone, everything else is quoted by `sql.id` or becomes a numbered parameter. Pieces are put
 * into their text at once, because a statement has thousands of them.
 */
import type { ParameterSlot } from './compiled-statement.ts';

/** What a numbered parameter stands for: a slot of a query's statement, or the list that an inspection brings. */
export type BoundValue = ParameterSlot | readonly string[];

interface BoundPiece<Value> {
  /** The text before the value. */
  readonly text: string;
  readonly value: Value;
}

/** Made by the functions of this file alone. */
class Fragment {
  readonly bound: readonly BoundPiece<BoundValue>[];
  /** The text behind the last value. */
  readonly rest: string;

  constructor(bound: readonly BoundPiece<BoundValue>[], rest: string) {
    this.bound = bound;
    this.rest = rest;
  }
}

export type { Fragment as Sql };

/** Mutable while a fragment is put together only. */
class FragmentBuilder {
  private readonly bound: BoundPiece<BoundValue>[] = [];
  private rest = '';

  write(text: string): void {
    this.rest += text;
  }

  add(part: Fragment | BoundValue): void {
    if (!(part instanceof Fragment)) return this.bind('', part);
    for (const { text, value } of part.bound) this.bind(text, value);
    this.rest += part.rest;
  }

  build(): Fragment {
    return new Fragment(this.bound, this.rest);
  }

  private bind(text: string, value: BoundValue): void {
    this.bound.push({ text: this.rest + text, value });
    this.rest = '';
  }
}

function write(texts: TemplateStringsArray, ...parts: readonly (Fragment | BoundValue)[]): Fragment {
  const builder = new FragmentBuilder();
  for (const [index, text] of texts.entries()) {
    builder.write(text);
    const part = parts[index];
    if (part !== undefined) builder.add(part);
  }
  return builder.build();
}

const COMMA = new Fragment([], ', ');

function join(parts: readonly Fragment[], separator: Fragment = COMMA): Fragment {
  const builder = new FragmentBuilder();
  for (const [index, part] of parts.entries()) {
    if (index > 0) builder.add(separator);
    builder.add(part);
  }
  return builder.build();
}

/** `"a"."b"`, with each quote in a name doubled. */
function id(...names: readonly string[]): Fragment {
  return new Fragment([], names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.'));
}

/** The tag; `sql.join` puts parts in a row, `sql.id` quotes names. There is no way to make text of a string. */
export const sql = Object.assign(write, { join, id });

/** The whole text, each value as the place that `placeOf` gives it. */
export function writeSql({ bound, rest }: Fragment, placeOf: (value: BoundValue) => string): string {
  let whole = '';
  for (const { text, value } of bound) whole += text + placeOf(value);
  return whole + rest;
}
