/** An answer as the reply of a route: its JSON, and in headers what of it is on its way out. */
import type { Answer } from '../engine/answer.ts';
import { outdatedHeaders } from './outdated-headers.ts';
import type { RouteReply } from './routes/route.ts';
import { writeAnswer } from './write-answer.ts';

export function replyWith(answer: Answer): RouteReply {
  return { text: writeAnswer(answer), headers: outdatedHeaders(answer.outdated) };
}
