/** The operators' file of token issuers, which `VITRINE_ISSUERS` names. */
import { readFile } from 'node:fs/promises';
import Type, { type Static } from 'typebox';
import { CAPABILITIES } from '../base/capability.ts';
import { CLAIM_PATTERN } from '../base/claim.ts';
import { GROUP_PATTERN } from '../base/group-name.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { type Issuer, SIGNATURE_ALGORITHMS } from '../identity/issuer.ts';
import { compileValidator, type Mismatch } from '../serving/schema-validator.ts';

const VARIABLE = 'VITRINE_ISSUERS';
const DEFAULT_LIFETIME_SECONDS = 3_600;
const strict = { additionalProperties: false } as const;
const text = Type.String({ minLength: 1, maxLength: 500 });

const IssuersSchema = Type.Object(
  {
    issuers: Type.Array(
      Type.Object(
        {
          issuer: text,
          jwks: text,
          audience: text,
          algorithms: Type.Optional(Type.Array(Type.Enum(SIGNATURE_ALGORITHMS), { minItems: 1 })),
          longest_lifetime_seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
          claims: Type.Object(
            {
              tenant: text,
              capability: Type.Optional(text),
              groups: Type.Optional(text),
              rows: Type.Optional(Type.Record(Type.String({ pattern: CLAIM_PATTERN }), text, strict)),
            },
            strict,
          ),
          capabilities: Type.Optional(Type.Record(Type.String(), Type.Enum(CAPABILITIES))),
          groups: Type.Optional(Type.Record(Type.String(), Type.String({ pattern: GROUP_PATTERN }))),
          tenants: Type.Optional(Type.Array(text, { minItems: 1 })),
        },
        strict,
      ),
      { minItems: 1 },
    ),
  },
  strict,
);

const validate = compileValidator(IssuersSchema, refuseMismatch);

/** @throws SemanticError SERVER_CONFIG */
export async function loadIssuers(file: string): Promise<readonly Issuer[]> {
  const { issuers } = validate(parse(await read(file)));
  const seen = new Set<string>();
  for (const { issuer } of issuers) {
    if (seen.has(issuer)) refuse(`names the issuer ${issuer} twice`);
    seen.add(issuer);
  }
  return issuers.map(readIssuer);
}

function readIssuer(written: Static<typeof IssuersSchema>['issuers'][number]): Issuer {
  const { issuer, audience, claims, capabilities = {}, groups, tenants } = written;
  return {
    issuer,
    audience,
    jwks: readAddress(written.jwks),
    algorithms: written.algorithms ?? ['RS256', 'ES256', 'EdDSA'],
    longestLifetimeSeconds: written.longest_lifetime_seconds ?? DEFAULT_LIFETIME_SECONDS,
    claims: {
      tenant: claims.tenant,
      capability: claims.capability ?? null,
      groups: claims.groups ?? null,
      rows: new Map(Object.entries(claims.rows ?? {})),
    },
    capabilities: new Map(Object.entries(capabilities)),
    groups: groups ? new Map(Object.entries(groups)) : null,
    tenants: tenants ? new Set(tenants) : null,
  };
}

/** Keys that come over an open line could be anybody's. */
function readAddress(written: string): URL {
  const url = URL.canParse(written) ? new URL(written) : refuse(`"${written}" is not a URL`);
  const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) return url;
  return refuse(`keys are fetched over https, not from ${written}`);
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return refuse(`the file ${file} cannot be read`);
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return refuse('the file is not JSON');
  }
}

function refuseMismatch({ kind, path, key, problem, hint }: Mismatch): SemanticError {
  const told = {
    unknown_key: `has the unknown key "${key}"`,
    missing_key: `lacks the key "${key}"`,
    value: problem,
  };
  const place = path === '' ? 'the file' : path;
  return new SemanticError(
    'SERVER_CONFIG',
    { variable: VARIABLE, problem: `${place} ${told[kind]}` },
    { hint },
  );
}

function refuse(problem: string): never {
  throw new SemanticError('SERVER_CONFIG', { variable: VARIABLE, problem });
}
