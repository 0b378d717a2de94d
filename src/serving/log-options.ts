/**
 * How the log is written: one JSON object a line. Errors are told by what they are and where they came up; of a
 * database's words only those are kept that cannot hold a value of a row or a request.
 */
import type { FastifyServerOptions } from 'fastify';
import { SemanticError } from '../errors/semantic-error.ts';
import { DatabaseError } from '../postgres/postgres-database.ts';

export type Logger = NonNullable<FastifyServerOptions['logger']>;

/** How an error stands in the log. */
export type LoggedError = {
  readonly type: string;
  readonly code?: string;
  /** Empty where it could quote a value. */
  readonly message: string;
  readonly stack: string;
  readonly cause?: LoggedError;
};

const MOST_CAUSES = 5;

/** SQLSTATEs and codes of the system whose message names things of the schema, the server or the network alone. */
const TELLING = /^(08|28|3D|3F|53|55|57|58|42P01$|42703$|42501$|E[A-Z]+$)/;

/** The options with which whatever is logged is safe to keep. */
export function withSafeWords(logger: Logger): Logger {
  if (typeof logger !== 'object') return logger;
  return {
    ...logger,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: {
      err: (error: unknown) => tellError(error),
      // Whole requests and responses have no place in the log: they carry credentials and values.
      req: () => ({}),
      res: () => ({}),
    },
    redact: {
      paths: ['authorization', 'cookie', 'headers', 'body', 'query', 'url', '*.authorization', '*.cookie'],
      remove: true,
    },
  };
}

/** What an operator may read of an error. */
export function tellError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause =
    error.cause === undefined || depth >= MOST_CAUSES ? {} : { cause: tellError(error.cause, depth + 1) };
  const message = tellsItself(error, code.code) ? error.message : '';
  return { type: error.name, ...code, message, stack: placesOf(error), ...cause };
}

/** Messages of refusals quote the request, and those of most faults in a database quote values. */
function tellsItself(error: Error, code: string | undefined): boolean {
  if (error instanceof SemanticError) return error.code === 'SERVER_NOT_READY';
  if (error instanceof DatabaseError) return true;
  if (code !== undefined) return TELLING.test(code);
  return !(error instanceof SyntaxError);
}

/** The stack without its first lines, which repeat the message. */
function placesOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
