/**
 * Problems as RFC 9457 describes them. Knows every error that may surface while serving, and tells apart
 * what a client may be told (a code of the catalogue) from a bug (nothing but its status).
 */
import { catalogue, type ErrorCode } from '../errors/catalogue.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { DatabaseError } from '../postgres/postgres-database.ts';

/** The largest body that is read, in bytes. */
export const BODY_LIMIT = 64 * 1024;

/** Seconds after which a retryable refusal may be tried again. */
export const RETRY_AFTER_SECONDS = 5;

export interface Problem {
  /** Names the code; `about:blank` for a bug, of which only the status is told. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code?: ErrorCode;
  readonly detail?: string;
  /** The path that was asked, without its query string. */
  readonly instance: string;
  readonly request_id: string;
  readonly path?: string;
  readonly hint?: string;
}

/** The request in which the fault came up. */
export interface ProblemContext {
  readonly instance: string;
  readonly requestId: string;
}

/** The body of a problem response; `fault` is `null` for a bug. */
export function buildProblem(fault: SemanticError | null, context: ProblemContext): Problem {
  const request = { instance: context.instance, request_id: context.requestId };
  if (fault === null) return { type: 'about:blank', title: 'Internal Server Error', status: 500, ...request };
  return {
    type: problemType(fault.code),
    title: fault.title,
    status: fault.status,
    code: fault.code,
    detail: fault.message,
    ...request,
    ...(fault.path === undefined ? {} : { path: fault.path }),
    ...(fault.hint === undefined ? {} : { hint: fault.hint }),
  };
}

/** The URI of a code's problem type. */
export function problemType(code: ErrorCode): string {
  return `urn:vitrine:problem:${code}`;
}

/** Whether a refusal with this code says when to come back. */
export function isRetryLater(code: ErrorCode): boolean {
  const { status, retryable } = catalogue[code];
  return retryable && [409, 429, 503, 504].includes(status);
}

/** What a client may be told of `error`, which came up at the path `place`, or `null` where it is a bug. */
export function toSemanticError(error: unknown, place: string): SemanticError | null {
  if (error instanceof SemanticError) return error;
  if (error instanceof DatabaseError) return describeDatabaseFault(error);
  return describeFrameworkFault(error, place);
}

function describeDatabaseFault(error: DatabaseError): SemanticError | null {
  const passing = error.fault === 'unavailable' || error.fault === 'timeout' || error.fault === 'conflict';
  return passing ? new SemanticError('SERVER_NOT_READY', { reason: 'the store does not answer' }) : null;
}

/** Fastify's own refusals, by its codes. */
function describeFrameworkFault(error: unknown, place: string): SemanticError | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new SemanticError('HTTP_MEDIA_TYPE', {});
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new SemanticError('HTTP_BODY_TOO_LARGE', { limit: BODY_LIMIT });
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new SemanticError('HTTP_BODY_INVALID', {});
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
    case 'FST_ERR_NOT_FOUND':
      return new SemanticError('HTTP_NOT_FOUND', { place });
    default:
      return null;
  }
}
