/** How large a GraphQL document may be, judged after fragments are expanded and before anything runs. */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { SemanticError } from '../../errors/semantic-error.ts';

export const GRAPHQL_LIMITS = {
  tokens: 2000,
  depth: 15,
  selections: 500,
  aliases: 20,
  rootFields: 5,
  metrics: 20,
} as const;

/** The root field whose fields are metrics, each a query of its own. */
const METRICS_FIELD = 'values';

/**
 * Parses a document and checks its size.
 * @throws SemanticError HTTP_GRAPHQL_INVALID, HTTP_GRAPHQL_LIMIT
 */
export function parseDocument(source: string): DocumentNode {
  const document = parseSource(source);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const spread = new Set<string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (definition.operation !== OperationTypeNode.QUERY)
      throw new SemanticError('HTTP_GRAPHQL_INVALID', { problem: 'Only queries are served.' });
    measure(definition.selectionSet, fragments, spread);
  }
  // What nothing spreads would be validated at its full length, and measured by nobody.
  const unused = [...fragments.keys()].find((name) => !spread.has(name));
  if (unused !== undefined)
    throw new SemanticError('HTTP_GRAPHQL_INVALID', { problem: `Fragment "${unused}" is never used.` });
  return document;
}

function parseSource(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: GRAPHQL_LIMITS.tokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new SemanticError('HTTP_GRAPHQL_INVALID', { problem: error.message });
  }
}

interface Measure {
  selections: number;
  aliases: number;
  rootFields: number;
  metrics: number;
}

/** Walks one operation with its fragments spread, which it names; stops at the first limit that is passed, so it always ends. */
function measure(
  root: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  spread: Set<string>,
): void {
  const counted: Measure = { selections: 0, aliases: 0, rootFields: 0, metrics: 0 };
  const waiting: { set: SelectionSetNode; field: string; depth: number; spreads: number }[] = [
    { set: root, field: '', depth: 1, spreads: 0 },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { set, field, depth, spreads } = next;
    refuseAbove('depth', depth, 'levels');
    // A cycle of fragments that spread each other adds no fields; it is cut here and named by validation.
    if (spreads > fragments.size) continue;
    for (const selection of set.selections) {
      refuseAbove('selections', ++counted.selections, 'fields');
      if (selection.kind === Kind.FIELD) {
        if (selection.alias !== undefined) refuseAbove('aliases', ++counted.aliases, 'aliases');
        if (depth === 1) refuseAbove('rootFields', ++counted.rootFields, 'root fields');
        if (depth === 2 && field === METRICS_FIELD) refuseAbove('metrics', ++counted.metrics, 'metrics');
        if (selection.selectionSet !== undefined)
          waiting.push({
            set: selection.selectionSet,
            field: selection.name.value,
            depth: depth + 1,
            spreads: 0,
          });
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        waiting.push({ set: selection.selectionSet, field, depth, spreads });
      } else {
        const fragment = fragments.get(selection.name.value);
        spread.add(selection.name.value);
        if (fragment !== undefined)
          waiting.push({ set: fragment.selectionSet, field, depth, spreads: spreads + 1 });
      }
    }
  }
}

function refuseAbove(limit: keyof typeof GRAPHQL_LIMITS, actual: number, what: string): void {
  if (actual > GRAPHQL_LIMITS[limit])
    throw new SemanticError('HTTP_GRAPHQL_LIMIT', { limit: GRAPHQL_LIMITS[limit], what });
}
