/** Faults of project files (`DEF_`). */
import { entry } from '../error-code.ts';

const invalid = <const T extends string>(title: string, template: T) => entry(422, title, template);

export const definitionCodes = {
  DEF_YAML_SYNTAX: invalid('YAML does not parse', 'This is not valid YAML: {reason}.'),
  DEF_YAML_FORBIDDEN: invalid(
    'YAML feature not allowed',
    'Definitions are plain YAML: {feature} is not allowed.',
  ),
  DEF_TOO_LARGE: invalid('File too large', 'The file has {actual} {unit}; at most {limit} are read.'),
  DEF_UNEXPECTED_FILE: invalid(
    'File in an unexpected place',
    'This file is not part of a project: {reason}.',
  ),
  DEF_NOT_SERVED: invalid('Not served yet', '{feature} is understood but not served yet.'),
  DEF_UNKNOWN_KEY: invalid('Unknown key', 'There is no key "{key}" here.'),
  DEF_MISSING_KEY: invalid('Missing key', 'The key "{key}" is required.'),
  DEF_WRONG_VALUE: invalid('Wrong value', '"{key}" must be {expected}.'),
  DEF_BAD_NAME: invalid(
    'Bad name',
    '"{name}" is not a name: lower-case letters, digits and _, first a letter, at most 63.',
  ),
  DEF_NAME_MISMATCH: invalid('Name and file differ', 'The file is called "{file}" but defines "{name}".'),
  DEF_DUPLICATE_NAME: invalid('Name used twice', '{kind} "{name}" is already defined in {other}.'),
  DEF_NAME_RESERVED: invalid('Reserved name', '"{name}" is reserved.'),
  DEF_NO_PROJECT: invalid('No project', 'There is no project.yaml in the project folder.'),
  DEF_FOLDER_UNREADABLE: invalid(
    'Project folder unreadable',
    'The project folder {folder} cannot be read: {reason}.',
  ),
  DEF_UNKNOWN_MODEL: invalid('Unknown model', 'There is no model "{model}".'),
  DEF_UNKNOWN_MEMBER: invalid('Unknown member', 'Model {model} has no member "{member}".'),
  DEF_UNKNOWN_JOIN: invalid('Unknown join', 'Model {model} has no join "{join}".'),
  DEF_UNKNOWN_ZONE: invalid('Unknown time zone', '"{zone}" is not a time zone of the IANA list.'),
  DEF_JOIN_TARGET_NOT_KEY: invalid(
    'Join target is not a key',
    'The columns ({columns}) are not a declared key of {model}, so one row could match several.',
  ),
  DEF_BRIDGE: invalid('Bridge does not hold', 'The bridge "{bridge}" of {model} cannot be used: {reason}.'),
  DEF_TENANT_RULE: invalid(
    'Tenant rule does not hold',
    'The tenant rule of {model} cannot be used: {reason}.',
  ),
  DEF_TENANT_RULES_DIFFER: invalid(
    'Tenant rules differ',
    'Models {model} and {other} read {source} with different tenant rules.',
  ),
  DEF_ROLE_TARGET: invalid(
    'Role leads elsewhere',
    'Role "{role}" leads to {expected}, but this join leads to {actual}.',
  ),
  DEF_ROLE_SHADOWS_MODEL: invalid(
    'Role and model share a name',
    'Role "{role}" has the name of a model that it does not lead to.',
  ),
  DEF_TIME_NOT_TEMPORAL: invalid(
    'Not a time',
    '"{member}" is of type {type}; a time must be a date, time or local_time.',
  ),
  DEF_TENANT_COLUMN_EXPOSED: invalid(
    'Tenant column is not a member',
    'The column "{column}" scopes the rows of {model} and cannot be a member.',
  ),
  DEF_MEMBER_CYCLE: invalid('Members define each other', 'These members define each other: {walk}.'),
  DEF_METRIC_CYCLE: invalid('Metrics define each other', 'These metrics define each other: {walk}.'),
  DEF_SENSITIVE_SHOWN: invalid(
    'Sensitive values would show',
    'The values of "{member}" are sensitive, and this would show them.',
  ),
  DEF_SENSITIVE_DIFFERS: invalid(
    'Sensitive in one place only',
    'The column "{column}" is sensitive in {other}, so "{member}" of {model} must be sensitive too.',
  ),
  DEF_PROJECT_MODEL: invalid('Model does not serve', '"{key}" cannot be read from {model}: {reason}.'),
  DEF_MEMBER_UNFIT: invalid('Member does not fit', '"{member}" must be {expected}; it is {actual}.'),
  DEF_DRAFT_USED: invalid(
    'Rests on a draft',
    '"{metric}" rests on "{draft}", which is a draft that not everybody may see.',
  ),
  DEF_UNKNOWN_METRIC: invalid('Unknown metric', 'There is no metric "{metric}".'),
  DEF_UNKNOWN_DIMENSION: invalid('Unknown dimension', 'There is no dimension "{dimension}".'),
  DEF_DIMENSION_UNREACHED: invalid(
    'Dimension not reached',
    '"{dimension}" does not lead one way from {root}, which the metric reads.',
  ),
  DEF_ASSERTION_FAILED: invalid(
    'Assertion does not hold',
    'The metric says {key} {said}, but its models give {actual}.',
  ),
} as const;
