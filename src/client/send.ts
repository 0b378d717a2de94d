/** One read over HTTP, tried again where that may help. Everything that the client asks for is a read. */

import { pause, pauseBefore, readRetryAfter, unlessAborted } from './pause.ts';
import { ownProblem, readProblem, type VitrineProblem } from './problem.ts';

/** A service key, a user's token or one for embedding; or what gives a fresh one for each request. */
export type Key = string | (() => string | Promise<string>);

export interface Connection {
  readonly url: string;
  /** Without one, what is published to everyone. */
  readonly key: Key | undefined;
  readonly fetch: typeof globalThis.fetch;
  /** How often a request is tried again, at most. */
  readonly retries: number;
  /** The longest wait before any of that, in milliseconds. */
  readonly longestWait: number;
}

export interface ReadRequest {
  /** With the query string. */
  readonly path: string;
  /** Makes it a POST. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** A fault, and the wait that a server asks for before it may have passed. */
interface Failure {
  readonly problem: VitrineProblem;
  readonly mayPass: boolean;
  readonly asked: number | null;
}

/** The body of the answer, as JSON. @throws VitrineProblem, or the signal's reason */
export async function read(request: ReadRequest, connection: Connection): Promise<unknown> {
  const { retries, longestWait: longest } = connection;
  for (let attempt = 0; ; attempt += 1) {
    const { body, failure } = await attemptOnce(request, connection);
    if (!failure) return body;
    const { problem, mayPass, asked } = failure;
    const wait = mayPass && attempt < retries ? pauseBefore(attempt, { asked, longest }) : null;
    if (wait === null) throw problem;
    await pause(wait, request.signal);
  }
}

type Outcome =
  | { readonly body: unknown; readonly failure: null }
  | { readonly body: null; readonly failure: Failure };

async function attemptOnce(
  { path, body, signal }: ReadRequest,
  { url, key, fetch }: Connection,
): Promise<Outcome> {
  signal?.throwIfAborted();
  const token = typeof key === 'function' ? await unlessAborted(Promise.resolve(key()), signal) : key;
  const init = {
    method: body === undefined ? 'GET' : 'POST',
    headers: headersWith(token, body !== undefined),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  };
  let response: Response;
  let text: string;
  try {
    response = await fetch(url + path, init);
    text = await response.text();
  } catch (error) {
    signal?.throwIfAborted();
    return failed({
      problem: ownProblem('The server could not be reached.', error),
      mayPass: true,
      asked: null,
    });
  }
  if (!response.ok) {
    const mayPass = response.status === 429 || response.status === 503;
    const asked = readRetryAfter(response.headers.get('retry-after'), Date.now());
    return failed({ problem: readProblem(response, text), mayPass, asked });
  }
  try {
    return { body: JSON.parse(text), failure: null };
  } catch (error) {
    const problem = ownProblem('The server answered something that is not JSON.', error, response);
    return failed({ problem, mayPass: false, asked: null });
  }
}

function failed(failure: Failure): Outcome {
  return { body: null, failure };
}

function headersWith(token: string | undefined, hasBody: boolean): Record<string, string> {
  // What no header can carry would be told of by `fetch`, in an error that has the key in it.
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    throw new TypeError('The key is empty, or has characters that no key has.');
  return {
    accept: 'application/json',
    ...(hasBody ? { 'content-type': 'application/json' } : {}),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
}
