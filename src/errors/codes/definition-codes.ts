/** Faults of project files (`DEF_`). */
import { entry } from '../error-code.ts';

const invalid = <const T extends string>(title: string, template: T, hint: string) =>
  entry(422, title, template, { hint });

export const definitionCodes = {
  DEF_YAML_SYNTAX: invalid(
    'YAML does not parse',
    'This is not valid YAML: {reason}.',
    'Two spaces a level, a space behind each colon, and quotes around texts that hold ": " or " #".',
  ),
  DEF_YAML_FORBIDDEN: invalid(
    'YAML feature not allowed',
    'Definitions are plain YAML: {feature} is not allowed.',
    'Write the value out where it is used.',
  ),
  DEF_TOO_LARGE: invalid(
    'File too large',
    'The file has {actual} {unit}; at most {limit} are read.',
    'Split it: one model or one metric a file.',
  ),
  DEF_UNEXPECTED_FILE: invalid(
    'File in an unexpected place',
    'This file is not part of a project: {reason}.',
    'Models stand in models/, metrics in any other folder, one a file; project.yaml stands at the top.',
  ),
  DEF_NOT_SERVED: invalid(
    'Not served yet',
    '{feature} is understood but not served yet.',
    'Leave it out for now; docs/writing-metrics.md says what is served.',
  ),
  DEF_UNKNOWN_KEY: invalid(
    'Unknown key',
    'There is no key "{key}" here.',
    'docs/writing-metrics.md shows the keys; schema/ lets an editor complete them.',
  ),
  DEF_MISSING_KEY: invalid(
    'Missing key',
    'The key "{key}" is required.',
    'Add it: docs/writing-metrics.md shows an example of each kind of file.',
  ),
  DEF_WRONG_VALUE: invalid(
    'Wrong value',
    '"{key}" must be {expected}.',
    'docs/writing-metrics.md shows the key with an example.',
  ),
  DEF_BAD_NAME: invalid(
    'Bad name',
    '"{name}" is not a name: lower-case letters, digits and _, first a letter, at most 63.',
    'For what people read there is title:, in any language and script.',
  ),
  DEF_NAME_MISMATCH: invalid(
    'Name and file differ',
    'The file is called "{file}" but defines "{name}".',
    'Rename one of them.',
  ),
  DEF_NAMES_COLLIDE: invalid(
    'Names written alike in GraphQL',
    '"{one}" and "{other}" are both {wire} in GraphQL.',
    'Rename one of them; an alias keeps queries by the old name of a metric.',
  ),
  DEF_DUPLICATE_NAME: invalid(
    'Name used twice',
    '{kind} "{name}" is already defined in {other}.',
    'Give one of them another name, or delete it if both mean the same.',
  ),
  DEF_NAME_RESERVED: invalid('Reserved name', '"{name}" is reserved.', 'Choose another name.'),
  DEF_NO_PROJECT: invalid(
    'No project',
    'There is no project.yaml in the project folder.',
    '"vitrine init TABLE…" writes a first one; VITRINE_PROJECT names the folder.',
  ),
  DEF_FOLDER_UNREADABLE: invalid(
    'Project folder unreadable',
    'The project folder {folder} cannot be read: {reason}.',
    'VITRINE_PROJECT names the folder.',
  ),
  DEF_UNKNOWN_MODEL: invalid(
    'Unknown model',
    'There is no model "{model}".',
    'A model is defined by a file of its own in models/.',
  ),
  DEF_UNKNOWN_MEMBER: invalid(
    'Unknown member',
    'Model {model} has no member "{member}".',
    'Declare it under dimensions: or facts: of the model.',
  ),
  DEF_UNKNOWN_JOIN: invalid(
    'Unknown join',
    'Model {model} has no join "{join}".',
    'Declare it under joins: of the model.',
  ),
  DEF_UNKNOWN_ZONE: invalid(
    'Unknown time zone',
    '"{zone}" is not a time zone of the IANA list.',
    'Names look like Europe/Berlin; offsets and abbreviations know no changes of the clock.',
  ),
  DEF_JOIN_TARGET_NOT_KEY: invalid(
    'Join target is not a key',
    'The columns ({columns}) are not a declared key of {model}, so one row could match several.',
    'Name columns of its primary_key: or add them to its unique_keys:, if they are unique.',
  ),
  DEF_BRIDGE: invalid(
    'Bridge does not hold',
    'The bridge "{bridge}" of {model} cannot be used: {reason}.',
    'A bridge needs a model with one join to each of the two that it connects.',
  ),
  DEF_TENANT_RULE: invalid(
    'Tenant rule does not hold',
    'The tenant rule of {model} cannot be used: {reason}.',
    'Name the column that holds the tenant, the join to a model that has one, or "shared".',
  ),
  DEF_TENANT_RULES_DIFFER: invalid(
    'Tenant rules differ',
    'Models {model} and {other} read {source} with different tenant rules.',
    'Write the same tenant: in all models of this source.',
  ),
  DEF_ROLE_TARGET: invalid(
    'Role leads elsewhere',
    'Role "{role}" leads to {expected}, but this join leads to {actual}.',
    'Join to {expected}, or give this join another name.',
  ),
  DEF_ROLE_SHADOWS_MODEL: invalid(
    'Role and model share a name',
    'Role "{role}" has the name of a model that it does not lead to.',
    'Give the role another name.',
  ),
  DEF_TIME_NOT_TEMPORAL: invalid(
    'Not a time',
    '"{member}" is of type {type}; a time must be a date, time or local_time.',
    'Name a dimension of such a type.',
  ),
  DEF_TENANT_COLUMN_EXPOSED: invalid(
    'Tenant column is not a member',
    'The column "{column}" scopes the rows of {model} and cannot be a member.',
    'Leave the member out: who asks sees rows of one tenant only, and several are told apart by "tenant".',
  ),
  DEF_MEMBER_CYCLE: invalid(
    'Members define each other',
    'These members define each other: {walk}.',
    'Write one of them by columns alone.',
  ),
  DEF_METRIC_CYCLE: invalid(
    'Metrics define each other',
    'These metrics define each other: {walk}.',
    'Write one of them by aggregates alone.',
  ),
  DEF_SENSITIVE_SHOWN: invalid(
    'Sensitive values would show',
    'The values of "{member}" are sensitive, and this would show them.',
    'Leave it out here, or count it: count_distinct shows no values.',
  ),
  DEF_SENSITIVE_DIFFERS: invalid(
    'Sensitive in one place only',
    'The column "{column}" is sensitive in {other}, so "{member}" of {model} must be sensitive too.',
    'Write the same sensitive: in all models of this source.',
  ),
  DEF_PROJECT_MODEL: invalid(
    'Model does not serve',
    '"{key}" cannot be read from {model}: {reason}.',
    'docs/writing-metrics.md says what such a model needs.',
  ),
  DEF_MEMBER_UNFIT: invalid(
    'Member does not fit',
    '"{member}" must be {expected}; it is {actual}.',
    'Name another member, or correct its type.',
  ),
  DEF_DRAFT_USED: invalid(
    'Rests on a draft',
    '"{metric}" rests on "{draft}", which is a draft that not everybody may see.',
    'Publish "{draft}" first, or make this metric a draft too.',
  ),
  DEF_UNKNOWN_METRIC: invalid(
    'Unknown metric',
    'There is no metric "{metric}".',
    'A metric is defined by a file of its own with that name.',
  ),
  DEF_UNKNOWN_TAG: invalid(
    'Unknown tag',
    'No metric has the tag "{tag}".',
    'A policy for a tag that nothing has protects nothing: mend its spelling, or take it out.',
  ),
  DEF_ROW_RULE: invalid(
    'Row rule not usable',
    'Rows of {model} cannot be chosen by "{member}": {reason}.',
    'A claim is compared with a column of the model, or of one that its joins lead to.',
  ),
  DEF_UNKNOWN_POLICY: invalid(
    'Unknown policy',
    'There is no policy "{policy}".',
    'A test stands beside the policy that it is about: finance.test.yaml beside finance.yaml.',
  ),
  DEF_POLICY_TEST: invalid(
    'Policy test failed',
    'In "{case}", {problem}.',
    'Mend the policies, or the test, whichever says what is not meant.',
  ),
  DEF_FIXTURE_COLUMN: invalid(
    'Unknown column',
    'The table of {model} has no column "{column}" that the project knows.',
    'Rows have the columns of the table: those of keys, joins, tenant, dimensions and facts.',
  ),
  DEF_FIXTURE_VALUE: invalid(
    'Value does not fit its column',
    '"{column}" must be {expected}.',
    'The type is that of the dimension or fact over the column.',
  ),
  DEF_FIXTURE_KEY: invalid(
    'Key given twice',
    'Another row of {model} has {key} already.',
    'Rows of a case and those of its whole file stand in one table: give each a key of its own.',
  ),
  DEF_FIXTURE_TENANT: invalid(
    'Tenant missing',
    'Rows of {model} belong to tenants, and the case does not say whose are read.',
    'Write as: { tenant: … }.',
  ),
  DEF_FIXTURE_NOW: invalid(
    'Moment missing',
    'The answer depends on when this is asked.',
    'Write now: beside query:, such as now: 2026-02-01T09:00:00Z.',
  ),
  DEF_FIXTURE_EXPECT: invalid(
    'Expectation cannot be met',
    '{problem}.',
    'A row says what the question groups by, and the metric: { channel.name: ads, roas: 3 }.',
  ),
  DEF_RELEASE_BROKEN: invalid(
    'Release not as it was made',
    'This release file was changed: {reason}.',
    'Releases are written by "vitrine release" alone, and stay as they are: take the file back from version control.',
  ),
  DEF_RELEASE_TAKEN_BACK: invalid(
    'Release taken back',
    '{subject} is released at {base}, and {reason}.',
    'What was released stays as it is, so that whoever asks for it goes on getting the same number: take the file from there.',
  ),
  DEF_VERSION_AS_BEFORE: invalid(
    'Version as before',
    '{metric}@{version} is another number at {base}: {cause}.',
    'Raise its version: whoever asks for it by the same version expects the same number.',
  ),
  DEF_MEASURED_OTHERWISE: invalid(
    'Measured on something else',
    'What was measured of {metric} is not {which}: definitions have changed since.',
    'Run "vitrine diff --data --json" again, against the state that was released last.',
  ),
  DEF_VERSION_NOT_RAISED: invalid(
    'Version not raised',
    '{metric}@{version} was released as another number: {cause}.',
    'Raise its version, or run "vitrine release --propose", which raises all that are due.',
  ),
  DEF_VERSION_DEPRECATED: invalid(
    'Deprecated version in a formula',
    '{metric}@{version} is on its way out since {since}{until}.',
    'Name a version that stays: the number itself goes on for as long as the formula names this one.',
  ),
  DEF_VERSION_WITHOUT_CHANGE: invalid(
    'Version raised without a change',
    '{metric}@{version} is the same number as {metric}@{released}.',
    'Leave the version as it was: titles, descriptions and owners change without one.',
  ),
  DEF_VERSION_JUMP: invalid(
    'Version not the next one',
    '{metric}@{version} does not follow {metric}@{released}, the last that was released.',
    'Versions are counted one by one, and never back.',
  ),
  DEF_NAME_RETIRED: invalid(
    'Name retired',
    'The metric "{metric}" was retired on {day}; its name is not given again.',
    'Whoever still asks for it must not get another number: choose a new name.',
  ),
  DEF_BENCHMARK: invalid(
    'Benchmark not usable',
    'The benchmark "{benchmark}" cannot be told: {reason}.',
    'A benchmark compares the values of tenants, each made of enough entities, in the same dimensions.',
  ),
  DEF_SHOWING: invalid(
    'Showing not usable',
    '"{member}" cannot be shown like that: {reason}.',
    'Policies say how sensitive dimensions are shown: texts, whole numbers and keys as a pseudonym or masked, others in clear.',
  ),
  DEF_UNKNOWN_DIMENSION: invalid(
    'Unknown dimension',
    'There is no dimension "{dimension}".',
    'A dimension is called by its join or role and its name, as in channel.name.',
  ),
  DEF_DIMENSION_UNREACHED: invalid(
    'Dimension not reached',
    '"{dimension}" does not lead one way from {root}, which the metric reads.',
    'Declare a join that leads there, or name a dimension that the model has.',
  ),
  DEF_ASSERTION_FAILED: invalid(
    'Assertion does not hold',
    'The metric says {key} {said}, but its models give {actual}.',
    'Correct it, or leave it out: it follows from the models.',
  ),
} as const;
