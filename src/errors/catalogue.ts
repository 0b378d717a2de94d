/** The one list of error codes. Codes are extended, never repurposed; `docs/errors.md` is generated from here. */
import { definitionCodes } from './codes/definition-codes.ts';
import { formulaCodes } from './codes/formula-codes.ts';
import { proofCodes } from './codes/proof-codes.ts';
import { requestCodes } from './codes/request-codes.ts';
import { serviceCodes } from './codes/service-codes.ts';
import type { ErrorEntry, TemplateParams } from './error-code.ts';

export const catalogue = {
  ...definitionCodes,
  ...formulaCodes,
  ...requestCodes,
  ...serviceCodes,
  ...proofCodes,
};

export type ErrorCode = keyof typeof catalogue;

/** The parameters that the message of `Code` needs. */
export type ErrorParams<Code extends ErrorCode> =
  (typeof catalogue)[Code] extends ErrorEntry<infer Template> ? TemplateParams<Template> : never;
