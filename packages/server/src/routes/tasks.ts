import type { FastifyInstance } from 'fastify';
import type { CommandBody } from '@gongzhi/engine';
import { act, caseIdOf } from '../act.ts';
import type { Context } from '../context.ts';
import { serverErrors } from '../errors.ts';
import { readCase } from '../read-case.ts';
import { route } from '../route.ts';
import { inboxViewerOf } from '../viewer.ts';
import { wire } from '../wire.ts';

export function taskRoutes(app: FastifyInstance, context: Context) {
  const { query, directory } = context.runtime;
  const caseOf = (taskId: string) => caseIdOf(taskId, 'GZ_TASK_UNKNOWN');

  route(app, 'listTasks', async (call) =>
    wire(await query.tasks({ ...call.query, viewer: inboxViewerOf(call.identity) })),
  );

  route(app, 'readTask', async ({ params: { taskId }, identity }) => {
    const task = await query.task(taskId);
    if (task === null) throw serverErrors.error('GZ_TASK_UNKNOWN');
    const { view } = await readCase(context, identity, task.caseId);
    if (!view.tasks.some((shown) => shown.taskId === taskId)) throw serverErrors.error('GZ_TASK_UNKNOWN');
    return wire(task);
  });

  route(app, 'claimTask', (call) => {
    const { taskId } = call.params;
    return act(context, call, { caseId: caseOf(taskId), body: { kind: 'task.claim', taskId } });
  });

  route(app, 'releaseTask', (call) => {
    const { taskId } = call.params;
    const body: CommandBody = { kind: 'task.release', taskId };
    return act(context, call, { caseId: caseOf(taskId), body, reason: call.body.reason });
  });

  route(app, 'completeTask', (call) => {
    const { taskId } = call.params;
    const { payload = {}, reason } = call.body;
    const body: CommandBody = { kind: 'task.complete', taskId, payload: payload as never };
    return act(context, call, { caseId: caseOf(taskId), body, reason });
  });

  route(app, 'delegateTask', async (call) => {
    const { taskId } = call.params;
    const { to, reason } = call.body;
    const body: CommandBody = { kind: 'task.delegate', taskId, to: await directory.holder(to) };
    return act(context, call, { caseId: caseOf(taskId), body, reason });
  });

  route(app, 'readCounts', ({ identity }) => query.counts(inboxViewerOf(identity)));
}
