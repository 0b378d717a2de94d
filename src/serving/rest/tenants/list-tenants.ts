/** `GET /v1/tenants`: the tenants that the caller may ask for, and how each of them is reported. */
import Type from 'typebox';
import { PageParameters, paginate } from '../../paginate.ts';
import { NoBody, NoParameters } from '../../routes/no-input.ts';
import { principalRoute } from '../../routes/route.ts';

const nullableText = (description: string) => Type.Union([Type.String(), Type.Null()], { description });

const TenantPageSchema = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          tenant: Type.String({ description: 'As `tenants` of a query names it.' }),
          zone: Type.String({ description: 'The zone of its reports, where a query names none.' }),
          currency: nullableText('The currency of its money; `null` where nothing says one.'),
        },
        { additionalProperties: false },
      ),
      { description: 'In code-point order.' },
    ),
    next: nullableText('Cursor of the next page; `null` on the last.'),
  },
  { additionalProperties: false },
);

export const listTenantsRoute = principalRoute({
  method: 'GET',
  path: '/v1/tenants',
  schemas: { params: NoParameters, query: Type.Object({ ...PageParameters }), body: NoBody },
  documentation: {
    operationId: 'listTenants',
    tag: 'Catalog',
    summary: 'List your tenants',
    description:
      'The tenants that the key or token is bound to, with the zone and currency of each. Where there are several, a query has to say which it is for.',
    answer: { description: 'One page of tenants.', schema: TenantPageSchema },
    problems: ['HTTP_PARAMETER', 'WAREHOUSE_TIMEOUT', 'WAREHOUSE_TENANT_BUSY', 'WAREHOUSE_UNAVAILABLE'],
  },
  handle: async ({ query, signal, principal }, { engine }) => {
    const { items: names, next } = paginate(
      principal.tenants.map((name) => ({ name })),
      query,
    );
    const tenants = names.map(({ name }) => name);
    return {
      text: JSON.stringify({ items: await engine.listTenants(principal, tenants, { signal }), next }),
    };
  },
});
