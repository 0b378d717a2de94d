/** `POST /v1/embed-tokens`: a token with which a page in somebody's browser asks for metrics, for some minutes. */
import { SemanticError } from '../../../errors/semantic-error.ts';
import { EMBED_LIFETIME } from '../../../identity/embed-tokens.ts';
import { hasCapability, type Principal, type TenantId } from '../../../tenancy/principal.ts';
import { NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';
import {
  EmbedTokenSchema,
  NewEmbedTokenSchema,
  readEmbedding,
  writeEmbedding,
} from './embed-token-schemas.ts';

export const mintEmbedTokenRoute = principalRoute({
  method: 'POST',
  path: '/v1/embed-tokens',
  schemas: { params: NoParameters, query: NoParameters, body: NewEmbedTokenSchema },
  documentation: {
    operationId: 'mintEmbedToken',
    tag: 'Administration',
    summary: 'Make a token for embedding',
    description:
      'For a page that shows metrics in somebody else’s browser. The token sees what its maker sees as a viewer, and of that only what is listed here; it ends within ten minutes, and with the key that made it.',
    answer: { status: 201, description: 'The token.', schema: EmbedTokenSchema },
    problems: [
      'TENANT_CAPABILITY',
      'TENANT_REFUSED',
      'TENANT_REQUIRED',
      'TENANT_EMBEDDING_INVALID',
      'TENANT_FILTER_UNREACHED',
      'QUERY_UNKNOWN_METRIC',
      'QUERY_UNKNOWN_MEMBER',
      'QUERY_BAD_TIME',
    ],
    bodyExamples: {
      'Spend and revenue of one channel': {
        metrics: ['revenue', 'roas'],
        dimensions: ['channel.name'],
        filters: [{ dimension: 'channel.name', values: ['Google Ads'] }],
        window: { from: '2026-01-01' },
        finest_grain: 'day',
        origins: ['https://portal.example.com'],
      },
    },
  },
  handle: async ({ body, principal }, { engine, embedTokens }) => {
    requireMaker(principal);
    const tenant = chooseTenant(body.tenant, principal);
    const asked = readEmbedding(body);
    for (const [index, origin] of (body.origins ?? []).entries()) checkOrigin(origin, index);
    const embedding = engine.checkEmbedding(principal, { tenant, embedding: asked });
    const lifetime = body.expires_in ?? EMBED_LIFETIME.default;
    const { token, expiresAt } = await embedTokens.mint(principal.id, { tenant, embedding }, lifetime);
    const text = JSON.stringify({ token, expires_at: expiresAt, tenant, ...writeEmbedding(embedding) });
    return { status: 201, isSecret: true, text };
  },
});

/** A token ends with its maker, and only keys are ended here. */
function requireMaker(principal: Principal): void {
  if (!hasCapability(principal, 'partner'))
    throw new SemanticError('TENANT_CAPABILITY', { capability: 'partner' });
  if (principal.kind !== 'service_key')
    throw new SemanticError('TENANT_EMBEDDING_INVALID', { problem: 'tokens are made by service keys' });
}

function chooseTenant(asked: string | undefined, { tenants }: Principal): TenantId {
  const path = '/tenant';
  const [only, ...others] = tenants;
  if (asked === undefined && others.length > 0)
    throw new SemanticError(
      'TENANT_REQUIRED',
      {},
      { path, hint: 'A token is of one tenant: name it in "tenant".' },
    );
  const tenant = asked === undefined ? only : tenants.find((own) => own === asked);
  if (tenant === undefined) throw new SemanticError('TENANT_REFUSED', {}, { path });
  return tenant;
}

/** As browsers write it in `Origin`: anything else would be equal to none. */
function checkOrigin(origin: string, index: number): void {
  const isWritten = URL.canParse(origin) && new URL(origin).origin === origin;
  if (isWritten && /^https:|^http:\/\/localhost(:\d+)?$/.test(origin)) return;
  const problem = 'an origin is as https://portal.example.com, or http://localhost:3000 while developing';
  throw new SemanticError('TENANT_EMBEDDING_INVALID', { problem }, { path: `/origins/${index}` });
}
