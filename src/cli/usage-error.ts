/** A command that was called wrongly. */
import { SemanticError } from '../errors/semantic-error.ts';

export function usageError(problem: string, hint?: string): SemanticError {
  return new SemanticError('CLI_USAGE', { problem }, { hint });
}
