/** Everything that may go wrong with a request, as one error. */

interface ProblemParts {
  readonly status: number;
  readonly code: string | null;
  readonly hint: string | null;
  readonly path: string | null;
  readonly requestId: string | null;
  readonly cause?: unknown;
}

/** A refusal in the server's words; or that no server answered, or none that speaks as Vitrine does. */
export class VitrineProblem extends Error {
  override readonly name = 'VitrineProblem';
  /** HTTP's; 0 where nothing came back. */
  readonly status: number;
  /** Stable, listed in the server's documentation; `null` where it is not Vitrine that refuses. */
  readonly code: string | null;
  /** What would mend it. */
  readonly hint: string | null;
  /** Where the fault is: a JSON Pointer into the query, or `?name` of a parameter. */
  readonly path: string | null;
  /** By which the operator finds the request. */
  readonly requestId: string | null;

  constructor(message: string, { status, code, hint, path, requestId, cause }: ProblemParts) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.code = code;
    this.hint = hint;
    this.path = path;
    this.requestId = requestId;
  }
}

/** What a response that is no success says; whatever stands between may have written it, so nothing is taken for granted. */
export function readProblem(response: Response, text: string): VitrineProblem {
  const said = readObject(text);
  const read = (name: string): string | null => {
    const value = said[name];
    return typeof value === 'string' ? value : null;
  };
  const { status } = response;
  return new VitrineProblem(read('detail') ?? read('title') ?? `The server answered ${status}.`, {
    status,
    code: read('code'),
    hint: read('hint'),
    path: read('path'),
    requestId: read('request_id') ?? response.headers.get('x-request-id'),
  });
}

/** A problem that no server told. */
export function ownProblem(message: string, cause: unknown, response?: Response): VitrineProblem {
  const requestId = response?.headers.get('x-request-id') ?? null;
  return new VitrineProblem(message, {
    status: response?.status ?? 0,
    code: null,
    hint: null,
    path: null,
    requestId,
    cause,
  });
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
