import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { route } from '../route.ts';

export function messageRoutes(app: FastifyInstance, { runtime: { messages } }: Context) {
  route(app, 'sendMessage', ({ body }) => {
    const { messageId, name, correlation, payload = {}, keepUntil } = body;
    return messages.receive({
      messageId,
      name,
      correlation,
      payload: payload as never,
      ...(keepUntil === undefined ? {} : { keepUntil: Date.parse(keepUntil) }),
    });
  });
}
