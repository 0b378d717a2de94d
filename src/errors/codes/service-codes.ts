/** Who may ask (`TENANT_`), and what the databases and the server say (`WAREHOUSE_`, `SERVER_`, `CLI_`). */
import { entry } from '../error-code.ts';

export const serviceCodes = {
  TENANT_UNAUTHENTICATED: entry(401, 'Not authenticated', 'A valid key is required.'),
  TENANT_ISSUER_UNAVAILABLE: entry(
    503,
    'Issuer unavailable',
    'The keys of the issuer of this token cannot be fetched now.',
    { retryable: true },
  ),
  TENANT_REFUSED: entry(403, 'Tenant refused', 'This key cannot ask for that tenant.'),
  TENANT_REQUIRED: entry(
    403,
    'Tenant required',
    'This key is bound to several tenants: name those to read in "tenants", or say "all".',
  ),
  TENANT_CAPABILITY: entry(403, 'Capability missing', 'This needs the capability {capability}.'),
  TENANT_PLAN_RESTRICTED: entry(
    403,
    'Plan restricted',
    'This query rests on something that this key may not see, so its plan is not shown.',
  ),
  TENANT_CLAIM: entry(
    403,
    'Claim missing',
    'Which rows this key may see is told by its claim "{claim}", and {problem}.',
  ),
  TENANT_ROWS_HIDDEN: entry(
    403,
    'Rows hidden',
    '{attribute} is told by all rows of {model}, some of which this key may not see.',
  ),
  TENANT_EMBEDDING: entry(
    403,
    'Not allowed by the token',
    'This token for embedding does not allow it: {problem}.',
  ),
  TENANT_EMBEDDING_INVALID: entry(
    400,
    'Token refused',
    'This token for embedding cannot be made: {problem}.',
  ),
  TENANT_FILTER_UNREACHED: entry(
    403,
    'Filter does not apply',
    'The fixed filter on "{filter}" cannot tell the rows of "{what}", so these are not shown.',
  ),
  TENANT_PROFILE: entry(
    422,
    'Tenant profile not usable',
    'The zone of this tenant is "{zone}", which is not a time zone of the IANA list.',
  ),
  TENANT_KEY_INVALID: entry(400, 'Key refused', 'This key cannot be made: {problem}.'),
  TENANT_KEY_UNKNOWN: entry(404, 'Unknown key', 'There is no live key "{key}" here.'),
  TENANT_RECEIPT_UNKNOWN: entry(404, 'Unknown receipt', 'There is no receipt "{receipt}" here.'),
  TENANT_FREEZE_UNKNOWN: entry(404, 'Unknown freeze', 'There is no freeze "{freeze}" here.'),
  TENANT_ANNOTATION_UNKNOWN: entry(404, 'Unknown annotation', 'There is no annotation "{annotation}" here.'),
  TENANT_ANNOTATION_OTHERS: entry(
    403,
    "Somebody else's annotation",
    'An annotation is changed and removed by its author, or by an admin of all its tenants.',
  ),
  WAREHOUSE_TIMEOUT: entry(504, 'Query timed out', 'The warehouse did not answer within {seconds} s.', {
    retryable: true,
  }),
  WAREHOUSE_UNAVAILABLE: entry(503, 'Warehouse unavailable', 'The warehouse cannot be reached now.', {
    retryable: true,
  }),
  WAREHOUSE_TENANT_BUSY: entry(
    429,
    'Too many queries of this tenant',
    'Too many queries of this tenant are under way: this one did not get its turn.',
    { retryable: true, hint: 'Ask fewer at a time, or again when others have been answered.' },
  ),
  WAREHOUSE_SOURCE_MISSING: entry(
    503,
    'Source missing',
    'A table or column that this query needs is not in the warehouse.',
  ),
  WAREHOUSE_ROWS_HIDDEN: entry(
    409,
    'Rows hidden',
    'Not all rows of a table can be counted: the role of VITRINE_WAREHOUSE lacks a grant, or row-level security hides rows from it.',
    {
      hint: 'Run this once as a role that sees all rows, with VITRINE_ROW_SECURITY=off: the owner of the tables, say.',
    },
  ),
  SERVER_NOT_READY: entry(503, 'Not ready', 'The server is not ready: {reason}.', { retryable: true }),
  SERVER_OVERLOADED: entry(503, 'Overloaded', 'The server has more to do than it can: {reason}.', {
    retryable: true,
  }),
  SERVER_BUSY_FOLDER: entry(409, 'Folder in use', 'Another process holds {folder}.'),
  SERVER_MIGRATION: entry(500, 'Store cannot be migrated', 'The migration {migration} {problem}.'),
  SERVER_WAREHOUSE_ROLE: entry(
    500,
    'Warehouse role refused',
    'The role {role} of VITRINE_WAREHOUSE may not serve: {problems}.',
  ),
  SERVER_FREEZE_EDITED: entry(
    500,
    'Freeze edited',
    'The freeze {freeze}… in the store is not what was published: it was edited.',
  ),
  SERVER_CONFIG: entry(500, 'Configuration refused', '{variable}: {problem}.'),
  CLI_USAGE: entry(400, 'Wrong usage', '{problem}.'),
  CLI_GIT: entry(500, 'Git cannot be asked', 'git cannot tell of {subject}: {reason}.', {
    hint: 'The project folder must be in a repository of git, and git be installed.',
  }),
  CLI_UNKNOWN_BASE: entry(404, 'Base not found', '{problem}.', {
    hint: 'Name a branch, tag or commit that is in this repository with --base.',
  }),
} as const;
