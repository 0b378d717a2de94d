/**
 * Every route of the server with its classification. A route that has none stops the start: nobody can be
 * asked for a key at an address that nobody thought about.
 */
import type { FastifyInstance } from 'fastify';
import { Bug } from '../../base/invariant.ts';
import type { RouteAccess } from '../routes/route.ts';

export interface MountedRoute {
  readonly method: string;
  readonly path: string;
  readonly access: RouteAccess;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** All routes; complete once the server is ready. */
    routeTable(): readonly MountedRoute[];
  }
}

export function addRouteTable(app: FastifyInstance): void {
  const mounted: { method: string; path: string; access: () => RouteAccess | undefined }[] = [];
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat())
      mounted.push({ method, path: route.url, access: () => route.config?.access });
  });
  const table = () =>
    mounted.map(({ method, path, access }) => {
      const classification = access();
      if (classification === undefined) throw new Bug(`the route ${method} ${path} is not classified`);
      return { method, path, access: classification };
    });
  app.decorate('routeTable', table);
  app.addHook('onReady', async () => {
    table();
  });
}
