/** The OpenAPI document, from the routes themselves: what is not a route is not in it, and the other way round. */
import type { TObject, TSchema } from 'typebox';
import { catalogue } from '../../errors/catalogue.ts';
import type { ServedCode } from '../../errors/examples/problem-examples.ts';
import {
  type Route,
  type RouteAnswerDocumentation,
  type RouteDocumentation,
  takesBody,
} from '../routes/route.ts';
import { exampleProblem } from './example-problem.ts';
import { referTo, writeNamedSchemas } from './inline-schema.ts';
import { ProblemSchema } from './wire-schemas.ts';

const DESCRIPTION = `Metrics that are written once and served everywhere, each number with a receipt.

Every request carries \`Authorization: Bearer <key>\`; a key is bound to tenants and sees their rows only. What
a key may not see does not exist for it.
Exact numbers (counts, and sums of integers and decimals) are written with all their digits. Refusals are
problems as RFC 9457 describes them, with a stable \`code\`; \`docs/errors.md\` lists all codes.`;

const TAGS = [
  { name: 'Query', description: 'Numbers, plans and receipts.' },
  { name: 'Annotations', description: 'Notes on numbers.' },
  { name: 'Catalog', description: 'What there is to ask for.' },
  {
    name: 'Administration',
    description: 'Keys, the audit and the use of metrics, for admins; tokens for embedding, for partners.',
  },
  { name: 'GraphQL', description: 'The same, in GraphQL.' },
  { name: 'Health', description: 'For orchestrators.' },
];

const SHARED_HEADERS = {
  'X-Request-Id': {
    description: "The caller's id of the request, or a new one.",
    schema: { type: 'string' },
  },
  ETag: { description: 'Equal answers have equal tags.', schema: { type: 'string' } },
};

/** In the form of the IETF's draft on fields for rate limits. */
const RATE_HEADERS = {
  'RateLimit-Policy': {
    description: 'Requests (`q`) in so many seconds (`w`), of the principal and of the tenant.',
    schema: { type: 'string' },
    example: '"principal";q=1200;w=60, "tenant";q=6000;w=60',
  },
  RateLimit: {
    description: 'What is left of each (`r`), and for how many seconds (`t`).',
    schema: { type: 'string' },
    example: '"principal";r=1187;t=42, "tenant";r=5310;t=17',
  },
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A name of your own for this request: sent again under it within a day, it is answered as before and not done again.',
  schema: { type: 'string', maxLength: 200 },
};

/** Builds the document of all documented routes. */
export function buildDocument(routes: readonly Route[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    if (route.documentation === null) continue;
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: describeOperation(route, route.documentation),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Vitrine',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'http://127.0.0.1:4000', description: 'The demo on this machine.' }],
    security: [{ key: [] }],
    tags: TAGS,
    paths,
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A service key, `vtr_…`, a token of a user from an issuer that the operator lists, or a token for embedding.',
        },
      },
      schemas: writeNamedSchemas(),
    },
  };
}

function describeOperation(route: Route, documentation: RouteDocumentation): Record<string, unknown> {
  const { operationId, tag, summary, description } = documentation;
  const parameters = [
    ...describeParameters('path', route.schemas.params),
    ...describeParameters('query', route.schemas.query),
    ...(route.repeatable ? [IDEMPOTENCY_KEY] : []),
  ];
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    ...(route.access === 'public' ? { security: [] } : {}),
    // Without a key, where a tenant's public metrics are told.
    ...(route.embeds ? { security: [{ key: [] }, {}] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(takesBody(route) ? { requestBody: describeBody(route.schemas.body, documentation) } : {}),
    responses: describeResponses(route, documentation),
  };
}

function describeParameters(place: 'path' | 'query', schema: TObject): unknown[] {
  return Object.entries(schema.properties).map(([name, property]) => {
    const { description, examples, ...rest } = { description: undefined, examples: undefined, ...property };
    const [example]: unknown[] = Array.isArray(examples) ? examples : [];
    return {
      name,
      in: place,
      required: place === 'path' || (schema.required ?? []).includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
      ...(example === undefined ? {} : { example }),
    };
  });
}

function describeBody(schema: TSchema, { bodyExamples }: RouteDocumentation): unknown {
  const examples = Object.entries(bodyExamples ?? {}).map(([summary, value]) => [
    summary.toLowerCase().replace(/[^a-z]+/g, '_'),
    { summary, value },
  ]);
  return {
    required: true,
    content: {
      'application/json': {
        schema: referTo(schema),
        ...(examples.length === 0 ? {} : { examples: Object.fromEntries(examples) }),
      },
    },
  };
}

function describeResponses(route: Route, { answer, problems }: RouteDocumentation): unknown {
  const content = {
    schema: referTo(answer.schema),
    ...(answer.example === undefined ? {} : { example: answer.example }),
  };
  return {
    [answer.status ?? 200]: {
      description: answer.description,
      headers: { ...SHARED_HEADERS, ...(route.access === 'principal' ? RATE_HEADERS : {}) },
      content: Object.fromEntries(
        (answer.contentTypes ?? ['application/json']).map((type) => [type, content]),
      ),
    },
    ...(route.method === 'GET' && route.access === 'principal' && !answer.contentTypes
      ? { 304: { description: 'The client holds this answer already (`If-None-Match`).' } }
      : {}),
    ...withRefusals(describeProblems([...problems, ...sharedProblems(route)]), answer),
  };
}

/** Where refusals of a route have the form of its answer, a client may be given either. */
function withRefusals(
  problems: Readonly<Record<string, ProblemResponse>>,
  { refusals, schema }: RouteAnswerDocumentation,
): Readonly<Record<string, ProblemResponse>> {
  const problem = refusals === undefined ? undefined : problems[refusals];
  if (refusals === undefined || !problem) return problems;
  const content = { 'application/json': { schema: referTo(schema) }, ...problem.content };
  return { ...problems, [refusals]: { ...problem, content } };
}

/** What any route of this kind may answer with. */
function sharedProblems(route: Route): ServedCode[] {
  const authentication: ServedCode[] = route.access === 'public' ? [] : ['TENANT_UNAUTHENTICATED'];
  const body: ServedCode[] = takesBody(route)
    ? ['HTTP_BODY_INVALID', 'QUERY_INVALID', 'HTTP_BODY_TOO_LARGE', 'HTTP_MEDIA_TYPE']
    : [];
  const repeated: ServedCode[] = route.repeatable
    ? ['HTTP_IDEMPOTENCY_KEY', 'HTTP_IDEMPOTENCY_REUSED', 'HTTP_IDEMPOTENCY_BUSY']
    : [];
  const limits: ServedCode[] = route.access === 'principal' ? ['HTTP_RATE_LIMITED', 'SERVER_OVERLOADED'] : [];
  // A parameter of the path that is longer than any name leads nowhere.
  const nowhere: ServedCode[] = route.path.includes(':') ? ['HTTP_NOT_FOUND'] : [];
  const embedded: ServedCode[] = route.access === 'principal' ? ['TENANT_EMBEDDING'] : [];
  const filtered: ServedCode[] = route.embeds ? ['TENANT_FILTER_UNREACHED'] : [];
  return [
    ...authentication,
    ...body,
    ...repeated,
    ...limits,
    ...nowhere,
    ...embedded,
    ...filtered,
    'HTTP_PARAMETER',
  ];
}

interface ProblemResponse {
  readonly description: string;
  /** By media type. */
  readonly content: Readonly<Record<string, object>>;
}

/** One response for each status, with an example of each code that has it. */
function describeProblems(codes: readonly ServedCode[]): Record<string, ProblemResponse> {
  const byStatus = new Map<number, ServedCode[]>();
  for (const code of new Set(codes)) {
    const { status } = catalogue[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const responses = [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, sameStatus]) => [
      String(status),
      {
        description: sameStatus.map((code) => `\`${code}\`: ${catalogue[code].title}.`).join(' '),
        content: {
          'application/problem+json': {
            schema: referTo(ProblemSchema),
            examples: Object.fromEntries(sameStatus.map((code) => [code, { value: exampleProblem(code) }])),
          },
        },
      },
    ]);
  return Object.fromEntries(responses);
}
