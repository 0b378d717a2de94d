/** Asks product and oracle the same question; where they differ, finds the smallest question that shows it. */
import { answerQuery } from '../oracle/answer-query.ts';
import { findDifference, type ProductOutcome } from './compare.ts';
import { wordsOf } from './coverage.ts';
import type { OpenProject, Workbench } from './product.ts';
import type { Question } from './question.ts';
import { reduceQuestion } from './reduce.ts';
import { printReproduction } from './reproduction.ts';

interface Fault {
  readonly difference: string;
  readonly outcome: ProductOutcome;
}

/** How many questions were answered alike and how many refused alike. */
export interface Tally {
  answered: number;
  refused: number;
  /** Where rounding alone decides, which is laid down nowhere. */
  unsure: number;
  /** How often each word of the language was part of a question that was answered. */
  readonly words: Map<string, number>;
}

/** @throws Error with a reduced reproduction where they differ */
export async function judge(
  workbench: Workbench,
  project: OpenProject,
  { question, tally }: { question: Question; tally: Tally },
): Promise<void> {
  const expected = answerQuery(question, question.query);
  if (expected.kind === 'answer' && expected.unsure) {
    tally.unsure += 1;
    return;
  }
  const fault = await findFault(project, question);
  if (fault !== null) throw new Error(await explain(workbench, question, fault));
  if (expected.kind === 'refusal') {
    tally.refused += 1;
    return;
  }
  tally.answered += 1;
  for (const word of wordsOf(question)) tally.words.set(word, (tally.words.get(word) ?? 0) + 1);
}

async function findFault(project: OpenProject, question: Question): Promise<Fault | null> {
  const expected = answerQuery(question, question.query);
  if (expected.kind === 'answer' && expected.unsure) return null;
  const outcome = await project.ask(question.tenant, question.query);
  const difference = findDifference(expected, outcome);
  return difference === null ? null : { difference, outcome };
}

async function explain(workbench: Workbench, question: Question, fault: Fault): Promise<string> {
  let last = fault;
  const smallest = await reduceQuestion(question, async (smaller) => {
    const found = await tryFault(workbench, smaller);
    if (found === null || kindOf(found) !== kindOf(fault)) return false;
    last = found;
    return true;
  });
  return printReproduction(smallest, last.difference, last.outcome);
}

/** A question that was cut down too far, so that it makes no sense to the product or the oracle, has no fault. */
async function tryFault(workbench: Workbench, question: Question): Promise<Fault | null> {
  try {
    return await workbench.withProject(question, (project) => findFault(project, question));
  } catch {
    return null;
  }
}

/** Reducing keeps to one kind of fault, so that it does not wander off to another. */
function kindOf({ outcome, difference }: Fault): string {
  if (outcome.kind === 'refusal') return outcome.code;
  return (
    /^(answered|columns|\d+ rows|row \d+|totals|more|range)/.exec(difference)?.[1]?.replace(/\d+/, 'n') ?? ''
  );
}
