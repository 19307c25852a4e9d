import type { FastifyInstance } from 'fastify';
import { runtimeErrors } from '@gongzhi/runtime';
import type { Context } from '../context.ts';
import { route } from '../route.ts';
import { wire } from '../wire.ts';

/** Of a request; some 10,000 cases, a few seconds. */
const BATCHES_A_REQUEST = 100;

export function migrationRoutes(app: FastifyInstance, { runtime: { migrations } }: Context) {
  route(app, 'tryMigration', async ({ body, identity }) => migrations.dryRun(body.plan, identity.actor));

  route(app, 'applyMigration', async ({ body, identity }) =>
    wire(await migrations.apply(body.plan, identity.actor, body.reason, { batches: BATCHES_A_REQUEST })),
  );

  route(app, 'resumeMigration', async ({ params, identity }) =>
    wire(await migrations.resume(params.migrationId, identity.actor, { batches: BATCHES_A_REQUEST })),
  );

  route(app, 'listMigrations', async () => ({ items: wire(await migrations.list()) }));

  route(app, 'readMigration', async ({ params }) => {
    const found = await migrations.read(params.migrationId);
    if (found === null) throw runtimeErrors.error('GZ_MIGRATION_UNKNOWN', { migration: params.migrationId });
    return wire(found);
  });
}
