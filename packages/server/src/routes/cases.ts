import type { FastifyInstance } from 'fastify';
import { explainClock, possible, type CommandBody } from '@gongzhi/engine';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { serverErrors } from '../errors.ts';
import { isFresh } from '../fresh.ts';
import { readCase } from '../read-case.ts';
import { route } from '../route.ts';
import { timelineEntry } from '../timeline-entry.ts';
import { wire } from '../wire.ts';

export function caseRoutes(app: FastifyInstance, context: Context) {
  const { runtime, options } = context;

  route(app, 'openCase', async (call) => {
    const { definition, version, role, payload = {}, cellId, reason } = call.body;
    const receipt = await act(context, call, {
      definition: { id: definition, ...(version === undefined ? {} : { version }) },
      body: {
        kind: 'case.open',
        role,
        payload: payload as never,
        ...(cellId === undefined ? {} : { cellId }),
      },
      reason,
    });
    call.reply.header('location', `/v1/cases/${encodeURIComponent(receipt.caseId)}`);
    return receipt;
  });

  route(app, 'listCases', async ({ query, identity }) =>
    wire(await runtime.query.cases({ ...query, viewer: await runtime.directory.viewer(identity) })),
  );

  route(app, 'readCase', async ({ params, identity, request, reply }) => {
    const { view } = await readCase(context, identity, params.caseId);
    if (isFresh(request, reply, String(view.revision))) return reply.code(304).send() as never;
    return wire(view);
  });

  route(app, 'sendEvent', (call) => {
    const { event, payload = {}, reason } = call.body;
    const body: CommandBody = { kind: 'event.send', event, payload: payload as never };
    return act(context, call, { caseId: call.params.caseId, body, reason });
  });

  route(app, 'readTimeline', async ({ params, query, identity }) => {
    const { state, compiled } = await readCase(context, identity, params.caseId);
    const viewer = await runtime.directory.viewer(identity);
    const page = await runtime.query.timeline(params.caseId, query);
    const items = page.items.flatMap((entry) => timelineEntry(compiled, state, entry, viewer) ?? []);
    return { items, next: page.next };
  });

  route(app, 'whatCanIDo', async ({ params, identity }) => {
    const { state, compiled } = await readCase(context, identity, params.caseId);
    const items = possible(compiled, state, identity.actor, options.now());
    return { revision: state.revision, items: items.map(withoutArguments) };
  });

  route(app, 'readClock', async ({ params, identity }) => {
    const { state, compiled, view } = await readCase(context, identity, params.caseId);
    const clock = ownOf(view.clocks, params.clock);
    const rule = ownOf(compiled.definition.clocks ?? {}, params.clock);
    if (!clock || !rule) throw serverErrors.error('GZ_CLOCK_UNKNOWN', { clock: params.clock });
    const due = explainClock(compiled, state, params.clock, options.now());
    const { limit, days, basis = [] } = rule;
    return { ...wire({ clock, intervals: due.intervals }), limit, days, basis };
  });

  route(app, 'extendClock', (call) =>
    act(context, call, {
      caseId: call.params.caseId,
      body: { kind: 'clock.extend', clock: call.params.clock },
      reason: call.body.reason,
    }),
  );

  route(app, 'readHead', async ({ params, identity }) => {
    await readCase(context, identity, params.caseId);
    return runtime.signedHead(params.caseId);
  });

  route(app, 'offerHandoff', async (call) => {
    const { role, to, reason } = call.body;
    const body: CommandBody = { kind: 'handoff.offer', role, to: await runtime.directory.holder(to) };
    return act(context, call, { caseId: call.params.caseId, body, reason });
  });
}

/** Not what every object has: a caller may ask for `constructor`. */
function ownOf<Value>(map: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

/** The arguments of a refusal are in its texts already. */
function withoutArguments(item: ReturnType<typeof possible>[number]) {
  if (item.refusal === null) return { ...item, refusal: null };
  const { code, message, remedy, details } = item.refusal;
  return { ...item, refusal: { code, message, remedy, ...(details === undefined ? {} : { details }) } };
}
