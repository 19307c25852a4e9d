/** Registers an operation of the API as a route: its path, shapes and access come from the list in @gongzhi/api. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from '@fastify/type-provider-typebox';
import { operations, type Operation, type OperationId, type Operations, type ReplyOf } from '@gongzhi/api';
import type { Identity } from '@gongzhi/runtime';
import { commandIdOf } from './idempotency.ts';

/** What a handler is given: checked against the operation's shapes. */
interface Call<Op extends Operation> {
  params: Part<Op['params']>;
  query: Part<Op['query']>;
  body: Part<Op['body']>;
  identity: Op['access'] extends 'public' ? null : Identity;
  /** Of writes; '' otherwise. */
  commandId: string;
  request: FastifyRequest;
  reply: FastifyReply;
}

type Part<Shape> = Shape extends 'upload' ? undefined : Shape extends TSchema ? Static<Shape> : undefined;

/** JSON to answer; or what Fastify sends as it is, for files and streams. */
type Answer<Op extends Operation> = ReplyOf<Op> extends Response ? unknown : ReplyOf<Op>;

export type Handler<Op extends Operation> = (call: Call<Op>) => Promise<Answer<Op>> | Answer<Op>;

const NOTHING = { type: 'object', additionalProperties: false, properties: {} };

export function route<Id extends OperationId>(
  app: FastifyInstance,
  id: Id,
  handler: Handler<Operations[Id]>,
) {
  const operation: Operation = operations[id];
  app.route({
    method: operation.method,
    url: operation.path,
    config: { access: operation.access, operation: id },
    ...(operation.reply === 'stream' ? { exposeHeadRoute: false } : {}),
    schema: {
      querystring: operation.query ?? NOTHING,
      ...(operation.params ? { params: operation.params } : {}),
      ...(hasJsonBody(operation) ? { body: operation.body } : {}),
    },
    preValidation: async (request) => {
      // `lang` belongs to no operation and is understood by all.
      delete (request.query as Record<string, unknown>)['lang'];
      if (hasJsonBody(operation)) request.body ??= {};
    },
    handler: async (request, reply) => {
      const { identity } = request;
      const commandId = operation.write && identity ? commandIdOf(request, identity) : '';
      const answer = await handler({
        params: request.params,
        query: request.query,
        body: request.body,
        identity,
        commandId,
        request,
        reply,
      } as Call<Operations[Id]>);
      if (reply.sent) return reply;
      reply.code(operation.status);
      return operation.reply === 'none' ? reply.send() : reply.send(answer);
    },
  });
}

function hasJsonBody(operation: Operation): boolean {
  return operation.body !== undefined && operation.body !== 'upload';
}
