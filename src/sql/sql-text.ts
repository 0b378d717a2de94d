/**
 * SQL in pieces: text, quoted names and bound values, put together by a template tag. A string is never text: text
 * stands in the source alone, everything else is quoted by `sql.id` or becomes a numbered parameter. Pieces are put
 * into their text at once, because a statement has thousands of them.
 */
import type { ParameterSlot } from './compiled-statement.ts';

/** What a numbered parameter stands for: a slot of a query's statement, or the list that an inspection brings. */
export type BoundValue = ParameterSlot | readonly string[];

interface BoundPiece {
  /** The text before the value. */
  readonly text: string;
  readonly value: BoundValue;
}

/** Made by the functions of this file alone. */
class Fragment {
  readonly bound: readonly BoundPiece[];
  /** The text behind the last value. */
  readonly rest: string;

  constructor(bound: readonly BoundPiece[], rest: string) {
    this.bound = bound;
    this.rest = rest;
  }
}

export type { Fragment as Sql };

const NONE: readonly BoundPiece[] = [];

/** Mutable while a fragment is put together only; most have no value at all. */
class FragmentBuilder {
  private bound: BoundPiece[] | null = null;
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
    return new Fragment(this.bound ?? NONE, this.rest);
  }

  private bind(text: string, value: BoundValue): void {
    this.bound ??= [];
    this.bound.push({ text: this.rest + text, value });
    this.rest = '';
  }
}

function write(texts: TemplateStringsArray, ...parts: readonly (Fragment | BoundValue)[]): Fragment {
  const builder = new FragmentBuilder();
  for (let index = 0; index < texts.length; index += 1) {
    builder.write(texts[index] ?? '');
    const part = parts[index];
    if (part !== undefined) builder.add(part);
  }
  return builder.build();
}

const COMMA = new Fragment(NONE, ', ');

function join(parts: readonly Fragment[], separator: Fragment = COMMA): Fragment {
  if (parts.every(({ bound }) => bound.length === 0) && separator.bound.length === 0)
    return new Fragment(NONE, parts.map(({ rest }) => rest).join(separator.rest));
  const builder = new FragmentBuilder();
  for (let index = 0; index < parts.length; index += 1) {
    if (index > 0) builder.add(separator);
    const part = parts[index];
    if (part !== undefined) builder.add(part);
  }
  return builder.build();
}

/** `"a"."b"` */
function id(...names: readonly string[]): Fragment {
  let text = '';
  for (const name of names) text += text === '' ? quote(name) : `.${quote(name)}`;
  return new Fragment(NONE, text);
}

/** With each quote in it doubled. */
function quote(name: string): string {
  return `"${name.includes('"') ? name.replaceAll('"', '""') : name}"`;
}

/** The tag; `sql.join` puts parts in a row, `sql.id` quotes names. There is no way to make text of a string. */
export const sql = Object.assign(write, { join, id });

/** The whole text, each value as the place that `placeOf` gives it. */
export function writeSql({ bound, rest }: Fragment, placeOf: (value: BoundValue) => string): string {
  let whole = '';
  for (const { text, value } of bound) whole += text + placeOf(value);
  return whole + rest;
}
