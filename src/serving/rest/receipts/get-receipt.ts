/** `GET /v1/receipts/{id}`: what an answer was made of. */
import Type from 'typebox';
import { ReceiptSchema } from '../../openapi/wire-schemas.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';

export const getReceiptRoute = principalRoute({
  method: 'GET',
  path: '/v1/receipts/:id',
  schemas: {
    params: Type.Object({ id: Type.String({ description: '`receipt.id` of an answer.' }) }),
    query: NoParameters,
    body: NoBody,
  },
  documentation: {
    operationId: 'getReceipt',
    tag: 'Query',
    summary: 'Read a receipt',
    description: 'What an answer was made of. Readable under the scope in which it was made, and no other.',
    answer: { description: 'The receipt.', schema: ReceiptSchema },
    problems: ['TENANT_RECEIPT_UNKNOWN', 'HTTP_PARAMETER'],
  },
  handle: async ({ params, principal }, { engine }) => ({ text: await engine.receipt(principal, params.id) }),
});
