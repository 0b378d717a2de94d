/**
 * YAML text → plain data with positions. Only scalars, lists and mappings with text keys come through;
 * everything else that YAML offers is a located diagnostic. Knows nothing of models or metrics; never throws.
 */
import { Composer, type CST, type Document, type YAMLError } from 'yaml';
import { type Diagnostic, diagnose } from '../errors/diagnostic.ts';
import { buildYamlNode } from './build-yaml-node.ts';
import { scanYaml } from './scan-yaml.ts';
import { indexSource, type SourceText } from './source-text.ts';
import type { YamlNode } from './yaml-node.ts';

/** What was read of one file; `root` is `null` if, and only if, there are diagnostics. */
export interface ParsedYaml {
  readonly source: SourceText;
  readonly root: YamlNode | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one YAML document. */
export function parseYaml(file: string, text: string): ParsedYaml {
  const source = indexSource(file, text);
  const scan = scanYaml(source);
  if (scan.kind === 'refused') return { source, root: null, diagnostics: scan.diagnostics };
  const document = compose(scan.tokens);
  if (document === 'failed') return refuse(source, 'its structure cannot be made out');
  if (document === undefined || isEmpty(document)) return refuse(source, 'the file is empty');
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) return { source, root: null, diagnostics: describeFaults(faults, source) };
  const { node, diagnostics } = buildYamlNode(document.contents, source);
  return { source, root: diagnostics.length > 0 ? null : node, diagnostics };
}

function compose(tokens: readonly CST.Token[]): Document.Parsed | undefined | 'failed' {
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    prettyErrors: false,
    // Duplicate keys are found while building nodes, in linear time and with both places.
    uniqueKeys: false,
  });
  try {
    return [...composer.compose(tokens)][0];
  } catch {
    // A fault of the library in one file must not keep the others from being read.
    return 'failed';
  }
}

function isEmpty(document: Document.Parsed): boolean {
  const { contents } = document;
  return contents === null || (document.errors.length === 0 && contents.range[0] === contents.range[1]);
}

function refuse(source: SourceText, reason: string): ParsedYaml {
  const position = source.position({ start: 0, end: 1 });
  return { source, root: null, diagnostics: [diagnose('DEF_YAML_SYNTAX', { reason }, { position })] };
}

/** One diagnostic a line: what follows the first fault of a line is its echo. */
function describeFaults(faults: readonly YAMLError[], source: SourceText): Diagnostic[] {
  const byLine = new Map<number, Diagnostic>();
  for (const fault of faults) {
    const position = source.position({ start: fault.pos[0], end: fault.pos[1] });
    if (byLine.has(position.line)) continue;
    const reason = describeReason(fault);
    byLine.set(
      position.line,
      diagnose('DEF_YAML_SYNTAX', { reason }, { position, hint: SYNTAX_HINTS[fault.code] }),
    );
  }
  return [...byLine.values()];
}

const SYNTAX_REASONS: Partial<Record<YAMLError['code'], string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'a key stands inside a value',
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line, with its ":"',
  TAB_AS_INDENT: 'a tab indents this line',
};

const SYNTAX_HINTS: Partial<Record<YAMLError['code'], string>> = {
  BAD_DQ_ESCAPE: 'In double quotes, write \\\\ for a backslash; or use single quotes.',
  BAD_SCALAR_START: 'Put the text in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'Put text that contains ": " in quotes; indent keys of one mapping alike.',
  TAB_AS_INDENT: 'Indent with spaces.',
  UNEXPECTED_TOKEN: 'If a value goes on after its closing quote, put the whole of it in quotes.',
};

function describeReason(fault: YAMLError): string {
  const words = SYNTAX_REASONS[fault.code];
  if (words !== undefined) return words;
  const message = fault.message.replace(/\.$/, '').slice(0, 160);
  return message.charAt(0).toLowerCase() + message.slice(1);
}
