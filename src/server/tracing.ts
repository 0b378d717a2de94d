/**
 * Traces by OpenTelemetry, sent to where its standard variables say. Whatever instrumentation writes into a span,
 * what leaves is names, routes and counts of ours: no query string, no SQL, no words of an error.
 */
import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { FastifyPluginCallback } from 'fastify';
import { within } from './within.ts';

export interface Tracing {
  /** Has a span for each request; registered before any route. */
  readonly plugin: FastifyPluginCallback;
  /** Sends what waits, and traces no more. */
  stop(): Promise<void>;
}

/** Attributes that may leave, whoever wrote them. */
const ATTRIBUTES = new Set([
  'http.request.method',
  'http.route',
  'http.response.status_code',
  'vitrine.statements',
]);

/** A collector that is away holds up no shutdown. */
const PATIENCE_MS = 3_000;

/** Loaded when it is wanted, and only then. */
export async function startTracing(): Promise<Tracing> {
  const [{ FastifyOtelInstrumentation }, { OTLPTraceExporter }, sdk, resources] = await Promise.all([
    import('@fastify/otel'),
    import('@opentelemetry/exporter-trace-otlp-proto'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/resources'),
  ]);
  const { detectResources, envDetector, resourceFromAttributes } = resources;
  const named = resourceFromAttributes({ 'service.name': 'vitrine' });
  const processor = new CleanSpans(new sdk.BatchSpanProcessor(new OTLPTraceExporter()));
  const provider = new sdk.NodeTracerProvider({
    resource: named.merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [processor],
  });
  provider.register();
  const instrumentation = new FastifyOtelInstrumentation({
    instrumentHooks: false,
    recordExceptions: false,
    requestHook: (span, { method, is404, routeOptions }) => {
      span.updateName(is404 ? method : `${method} ${routeOptions.url ?? ''}`.trimEnd());
    },
    lifecycleHook: (span) => span.updateName('handle'),
  });
  instrumentation.setTracerProvider(provider);
  return {
    plugin: instrumentation.plugin(),
    async stop() {
      instrumentation.disable();
      await within(
        provider.shutdown().catch(() => undefined),
        PATIENCE_MS,
      );
      for (const part of [trace, context, propagation]) part.disable();
    },
  };
}

/** Hands on spans without anything that is not on the list. */
class CleanSpans implements SpanProcessor {
  readonly #next: SpanProcessor;

  constructor(next: SpanProcessor) {
    this.#next = next;
  }

  onStart(...started: Parameters<SpanProcessor['onStart']>): void {
    this.#next.onStart(...started);
  }

  onEnd(span: ReadableSpan): void {
    this.#next.onEnd(cleanSpan(span));
  }

  forceFlush(): Promise<void> {
    return this.#next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#next.shutdown();
  }
}

/** A request that was refused has failed for its caller alone. */
function isRefusal({ attributes }: ReadableSpan): boolean {
  const status = attributes['http.response.status_code'];
  return typeof status === 'number' && status < 500;
}

/** The same span, of which some properties are hidden by others. */
function cleanSpan(span: ReadableSpan): ReadableSpan {
  const kept = Object.entries(span.attributes).filter(([name]) => ATTRIBUTES.has(name));
  // What a caller sends as the state of its trace may be anything.
  const { traceState: _state, ...identity } = span.spanContext();
  const clean: ReadableSpan = Object.create(span, {
    attributes: { value: Object.fromEntries(kept) },
    events: { value: [] },
    links: { value: [] },
    status: { value: { code: isRefusal(span) ? SpanStatusCode.UNSET : span.status.code } },
    spanContext: { value: () => identity },
  });
  return clean;
}
