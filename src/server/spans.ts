/** Spans of our own: a name and whether it went well. Without tracing they are nothing. */
import { type Attributes, type Span, SpanStatusCode, trace } from '@opentelemetry/api';

/** Does `work` in a span, which ends when its promise does; attributes are names and counts of ours. */
export function inSpan<Result>(name: string, work: () => Result, attributes: Attributes = {}): Result {
  return trace.getTracer('vitrine').startActiveSpan(name, { attributes }, (span) => {
    try {
      const result = work();
      if (!(result instanceof Promise)) {
        span.end();
        return result;
      }
      result.then(
        () => span.end(),
        () => fail(span),
      );
      return result;
    } catch (error) {
      fail(span);
      throw error;
    }
  });
}

/** What failed stands in the log: its words may hold values. */
function fail(span: Span): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
