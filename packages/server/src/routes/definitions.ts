import type { FastifyInstance } from 'fastify';
import { runtimeErrors } from '@gongzhi/runtime';
import type { Context } from '../context.ts';
import { isFresh } from '../fresh.ts';
import { route } from '../route.ts';
import { wire } from '../wire.ts';
import { readYamlBodies } from '../yaml-body.ts';

export async function definitionRoutes(app: FastifyInstance, context: Context) {
  const { definitions } = context.runtime;
  readYamlBodies(app);

  route(app, 'listDefinitions', async () => ({ items: wire(await definitions.list()) }));

  route(app, 'listDefinitionVersions', async ({ params }) => {
    const items = await definitions.versions(params.id);
    if (items.length === 0) throw unknown(params.id, '*');
    return { items: wire(items) };
  });

  route(app, 'readDefinition', async ({ params, request, reply }) => {
    const found = await definitions.read(params.id, params.version);
    if (found === null) throw unknown(params.id, params.version);
    const wantsYaml = /\b(application|text)\/(x-)?yaml\b/.test(request.headers.accept ?? '');
    reply.header('vary', 'Accept');
    if (isFresh(request, reply, wantsYaml ? `${found.hash}-yaml` : found.hash))
      return reply.code(304).send() as never;
    if (wantsYaml) return reply.type('application/yaml; charset=utf-8').send(found.source) as never;
    return wire(found);
  });

  route(app, 'checkDefinition', async ({ body }) => {
    const { ok, problems } = await definitions.check(body.source, body.file);
    return { ok, problems };
  });

  route(app, 'publishDefinition', async ({ body, identity }) => {
    const { source, ...options } = body;
    return wire(await definitions.publish(source, identity.actor, options));
  });
}

function unknown(definition: string, version: number | string) {
  return runtimeErrors.error('GZ_DEFINITION_UNKNOWN', { definition, version });
}
