/**
 * What the schema validator reports → faults as a person would count them: one per mistake. Of a union only
 * the branch that was meant is heard, and a misspelt key is not missing as well.
 */
import type { ErrorObject } from 'ajv';
import { findSimilar } from '../base/did-you-mean.ts';
import type { SchemaShape } from './expected-words.ts';

/** `pointer` is a JSON Pointer to the value, or to the mapping that a key belongs in. */
export type SchemaFault =
  | {
      readonly kind: 'unknown_key';
      readonly pointer: string;
      readonly key: string;
      readonly known: readonly string[];
    }
  | { readonly kind: 'missing_key'; readonly pointer: string; readonly key: string }
  /** A key that names an entry of the user's own and is not of the form such names have. */
  | { readonly kind: 'bad_key'; readonly pointer: string; readonly key: string; readonly pattern: string }
  | { readonly kind: 'wrong_value'; readonly pointer: string; readonly schema: SchemaShape };

interface Heard {
  readonly fault: SchemaFault;
  readonly schemaPath: string;
  /** Whether the value is of another kind altogether: text where a mapping is asked for. */
  readonly otherKind: boolean;
}

/** The faults behind the errors of one validation with `allErrors` and `verbose`, in their order. */
export function readFaults(errors: readonly ErrorObject[]): SchemaFault[] {
  const heard: Heard[] = [];
  for (const error of errors) {
    if (error.keyword === 'anyOf') {
      for (const settled of settleUnion(error, takeInner(heard, error))) heard.push(settled);
    } else {
      const otherKind = error.keyword === 'type';
      heard.push({ fault: readFault(error), schemaPath: error.schemaPath, otherKind });
    }
  }
  return mergeFaults(heard.map(({ fault }) => fault));
}

function readFault(error: ErrorObject): SchemaFault {
  const pointer = error.instancePath;
  const schema = readSchema(error);
  switch (error.keyword) {
    case 'required':
      return { kind: 'missing_key', pointer, key: String(error.params['missingProperty']) };
    case 'additionalProperties': {
      const key = String(error.params['additionalProperty']);
      const [pattern] = Object.keys(schema.patternProperties ?? {});
      if (pattern !== undefined) return { kind: 'bad_key', pointer, key, pattern };
      return { kind: 'unknown_key', pointer, key, known: Object.keys(schema.properties ?? {}) };
    }
    default:
      return { kind: 'wrong_value', pointer, schema };
  }
}

/** The schema that was not met; `verbose` errors have it. */
function readSchema({ parentSchema }: ErrorObject): SchemaShape {
  return isSchema(parentSchema) ? parentSchema : {};
}

function isSchema(value: unknown): value is SchemaShape {
  return typeof value === 'object' && value !== null;
}

/** The validator reports the branches of a union right before the union itself. */
function takeInner(heard: Heard[], union: ErrorObject): Heard[] {
  const inner: Heard[] = [];
  for (;;) {
    const last = heard.at(-1);
    if (last === undefined || !last.schemaPath.startsWith(`${union.schemaPath}/`)) break;
    if (!isWithin(last.fault.pointer, union.instancePath)) break;
    inner.push(last);
    heard.pop();
  }
  return inner.reverse();
}

function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}

function settleUnion(union: ErrorObject, inner: readonly Heard[]): Heard[] {
  const pointer = union.instancePath;
  const schema = readSchema(union);
  const branches = (schema.anyOf ?? []).map((_, index) =>
    inner.filter(({ schemaPath }) => schemaPath.startsWith(`${union.schemaPath}/${index}/`)),
  );
  const meant = chooseBranch(branches, pointer);
  if (meant !== null) return meant;
  const unknown = findUnknownToAll(inner, schema);
  const faults: SchemaFault[] = unknown.length > 0 ? unknown : [{ kind: 'wrong_value', pointer, schema }];
  return faults.map((fault) => ({ fault, schemaPath: union.schemaPath, otherKind: false }));
}

/** The only branch of the value's kind, or the only one of these whose keys are as they should be. */
function chooseBranch(branches: readonly Heard[][], pointer: string): Heard[] | null {
  const ofKind = branches.filter((branch) =>
    branch.every(({ fault, otherKind }) => !otherKind || fault.pointer !== pointer),
  );
  const ofShape = ofKind.filter((branch) =>
    branch.every(({ fault }) => fault.kind === 'wrong_value' || fault.pointer !== pointer),
  );
  const [only, ...others] = ofKind.length === 1 ? ofKind : ofShape;
  return only !== undefined && others.length === 0 ? only : null;
}

/** Keys that no branch of the union has, each once. */
function findUnknownToAll(inner: readonly Heard[], union: SchemaShape): SchemaFault[] {
  const known = (union.anyOf ?? []).flatMap((branch) => Object.keys(branch.properties ?? {}));
  const byKey = new Map<string, SchemaFault>();
  for (const { fault } of inner) {
    if (fault.kind === 'unknown_key' && !known.includes(fault.key)) byKey.set(fault.key, { ...fault, known });
  }
  return [...byKey.values()];
}

/** One fault for each value, and none for a key that is there but misspelt. */
function mergeFaults(faults: readonly SchemaFault[]): SchemaFault[] {
  const misspelt = new Set<string>();
  for (const fault of faults) {
    if (fault.kind !== 'unknown_key') continue;
    for (const name of findSimilar(fault.key.slice(0, 80), fault.known))
      misspelt.add(`${fault.pointer}/${name}`);
  }
  const wrong = new Set<string>();
  return faults.filter((fault) => {
    if (fault.kind === 'missing_key') return !misspelt.has(`${fault.pointer}/${fault.key}`);
    if (fault.kind !== 'wrong_value') return true;
    const first = !wrong.has(fault.pointer);
    wrong.add(fault.pointer);
    return first;
  });
}
