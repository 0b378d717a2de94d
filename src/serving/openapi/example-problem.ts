/** Problems as documents show them: what a server would send, with every word filled in. */
import type { ErrorParams } from '../../errors/catalogue.ts';
import type { ProblemExample } from '../../errors/examples/problem-example.ts';
import { problemExamples, type ServedCode } from '../../errors/examples/problem-examples.ts';
import { SemanticError } from '../../errors/semantic-error.ts';
import { buildProblem, type Problem } from '../problem.ts';

const REQUEST_ID = '0b6f5a1e-5f7c-4c39-9d0e-3c1f5c8f0a55';

export function exampleProblem(code: ServedCode): Problem {
  const { params, instance = '/v1/query', ...place }: ProblemExample = problemExamples[code];
  // Each example has the parameters of its own code.
  const fault = new SemanticError(code, params as ErrorParams<typeof code>, place);
  return buildProblem(fault, { instance, requestId: REQUEST_ID });
}
