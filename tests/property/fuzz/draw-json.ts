/** JSON that a schema describes, more or less: often with names that the project has, now and then broken somewhere. */
import type { Draw } from '../generate/draw.ts';
import type { Json, JsonSchema, ReadDocument } from './read-document.ts';

export interface JsonDraw {
  readonly draw: Draw;
  readonly resolve: ReadDocument['resolve'];
  /** Texts that mean something to the server, by the key or parameter that holds them. */
  readonly words: (name: string) => readonly string[];
  /** Texts that never do. */
  readonly hostile: readonly string[];
  /** Of a hundred values, so many are something else than the schema says. */
  readonly broken: number;
}

const DEEPEST = 6;

interface Place {
  /** Of the key or parameter that holds the value. */
  readonly name: string;
  readonly depth: number;
}

export function drawJson(schema: JsonSchema, json: JsonDraw, place: Place): Json {
  const { draw, resolve, broken } = json;
  if (draw.chance(broken)) return drawAnything(json, place.name);
  const { const: only, enum: several, anyOf, oneOf, type, ...rest } = resolve(schema);
  if (only !== undefined) return only;
  if (Array.isArray(several)) return draw.pick<Json>(several);
  const choices: unknown = anyOf ?? oneOf;
  if (Array.isArray(choices)) return drawJson(draw.pick<JsonSchema>(choices), json, deeper(place));
  const kind: unknown = Array.isArray(type) ? draw.pick(type) : type;
  switch (kind) {
    case 'object':
      return drawObject(rest, json, place);
    case 'array':
      return drawArray(rest, json, place);
    case 'integer':
      return drawInteger(rest, draw);
    case 'number':
      return draw.pick([0, -1.5, 1e3, 0.1, 1e21]);
    case 'boolean':
      return draw.chance(50);
    case 'null':
      return null;
    default:
      return drawText(json, place.name);
  }
}

function deeper({ name, depth }: Place, inside = name): Place {
  return { name: inside, depth: depth + 1 };
}

/** Like `value`, with other texts here and there, and now and then broken somewhere. */
export function drawLike(value: Json, json: JsonDraw, name = ''): Json {
  const { draw, broken } = json;
  if (draw.chance(broken)) return drawAnything(json, name);
  if (typeof value === 'string') return draw.chance(OTHER_TEXT) ? drawText(json, name) : value;
  if (isList(value)) return value.map((item) => drawLike(item, json, name));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(() => !draw.chance(LEFT_OUT));
  return Object.fromEntries(fields.map(([key, inner]) => [key, drawLike(inner, json, key)]));
}

/** Of a hundred. */
const OTHER_TEXT = 5;
const LEFT_OUT = 5;

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Some of its keys, those that it must have, and now and then one that it may not. */
function drawObject(schema: JsonSchema, json: JsonDraw, place: Place): Json {
  const { draw, broken } = json;
  const properties: Readonly<Record<string, JsonSchema>> = schema['properties'] ?? {};
  const required: readonly string[] = schema['required'] ?? [];
  const share = place.depth > DEEPEST ? 0 : draw.pick([4, 12, 35]);
  const kept = Object.entries(properties).filter(
    ([name]) => draw.chance(share) || (required.includes(name) && !draw.chance(broken)),
  );
  const fields = kept.map(([name, inner]): [string, Json] => [
    name,
    drawJson(inner, json, deeper(place, name)),
  ]);
  const others: unknown = schema['additionalProperties'];
  const isOpen = typeof others === 'object' && others !== null && place.depth <= DEEPEST;
  if (isOpen && draw.chance(50)) fields.push([drawText(json, ''), drawJson(others, json, deeper(place))]);
  if (draw.chance(broken)) fields.push([drawText(json, ''), drawAnything(json, '')]);
  return Object.fromEntries(fields);
}

function drawArray(schema: JsonSchema, json: JsonDraw, place: Place): Json {
  const { draw, broken } = json;
  const least = Number(schema['minItems'] ?? 0);
  const most = place.depth > DEEPEST ? least : Math.max(least, draw.chance(broken) ? 60 : 3);
  const length = draw.integer(draw.chance(broken) ? 0 : least, most);
  return Array.from({ length }, () => drawJson(schema['items'] ?? {}, json, deeper(place)));
}

function drawInteger({ minimum = -3, maximum = 1_000 }: JsonSchema, draw: Draw): number {
  const [least, most] = [Number(minimum), Number(maximum)];
  return draw.chance(70) ? draw.integer(least, Math.min(most, least + 20)) : draw.pick([least, most]);
}

export function drawText({ draw, words, hostile, broken }: JsonDraw, name: string): string {
  return draw.chance(broken) ? draw.pick(hostile) : draw.pick(words(name));
}

function drawAnything(json: JsonDraw, name: string): Json {
  const { draw } = json;
  const text = drawText(json, name);
  return draw.pick<Json>([
    null,
    true,
    0,
    -1,
    0.5,
    1e308,
    2 ** 53,
    '',
    text,
    [],
    [text],
    [[[]]],
    {},
    { [text]: text },
    { ['__proto__']: 1 },
  ]);
}
