/**
 * A release file's text → its data. Only the tool writes such files, each in one way: a text that differs by a single
 * character was written by somebody else. Whether its seals and hashes hold is for others to say.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import { deepFreeze } from '../base/freeze.ts';
import { type Diagnostic, diagnose } from '../errors/diagnostic.ts';
import type { Located } from './definition-types.ts';
import { type ModelReleaseFile, ModelReleaseFileSchema } from './model-release-schema.ts';
import { type ReleaseFile, ReleaseFileSchema } from './release-schema.ts';

const ajv = new Ajv({ strict: true });
const validateRelease = ajv.compile<ReleaseFile>(ReleaseFileSchema);
const validateModelRelease = ajv.compile<ModelReleaseFile>(ModelReleaseFileSchema);

/** The one form of a release file. */
export function writeReleaseFile(file: ReleaseFile | ModelReleaseFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

interface ParsedRelease<File> {
  readonly definition: Located<File> | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** `file` is the path inside the project folder. */
export function parseRelease(file: string, text: string): ParsedRelease<ReleaseFile> {
  return parseWritten(file, text, validateRelease);
}

/** The same of a model's. */
export function parseModelRelease(file: string, text: string): ParsedRelease<ModelReleaseFile> {
  return parseWritten(file, text, validateModelRelease);
}

function parseWritten<File extends ReleaseFile | ModelReleaseFile>(
  file: string,
  text: string,
  validate: ValidateFunction<File>,
): ParsedRelease<File> {
  const value = parseJson(text);
  const refuse = (reason: string) => ({
    definition: null,
    diagnostics: [diagnose('DEF_RELEASE_BROKEN', { reason }, placeOf(file))],
  });
  if (value === undefined) return refuse('it is no JSON');
  if (!validate(value)) {
    const [fault] = validate.errors ?? [];
    return refuse(`${fault?.instancePath || 'it'} ${fault?.message ?? 'has another form'}`);
  }
  if (writeReleaseFile(value) !== text.replaceAll('\r\n', '\n'))
    return refuse('it is not as the tool writes it');
  return { definition: locateFile(file, deepFreeze(value)), diagnostics: [] };
}

/** Data of a file that knows no place in it but its beginning. */
export function locateFile<Definition>(file: string, value: Definition): Located<Definition> {
  const place = () => placeOf(file);
  return { file, value, place, digits: () => undefined, placeWithin: place };
}

function placeOf(file: string): { position: Diagnostic['position'] } {
  return { position: { file, line: 1, column: 1, length: 1 } };
}

/** `undefined` for what is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
