/** A clock of a case, and how its due time comes about. */
import Type, { type Static } from 'typebox';
import { At, nullable } from './text.ts';

export const Clock = Type.Object(
  {
    clockId: Type.String(),
    name: Type.String(),
    state: Type.String(),
    status: Type.Enum(['running', 'stopped', 'lapsed', 'ended']),
    fromAt: At,
    startedAt: At,
    stops: Type.Array(Type.Object({ fromAt: At, toAt: nullable(At) })),
    extensions: Type.Array(Type.Object({ limit: Type.String(), at: At, by: Type.String() })),
    dueAt: nullable(At),
    unknownYear: nullable(Type.Integer()),
    warnsAt: Type.Array(At),
    endedAt: nullable(At),
    calendarVersion: Type.String(),
  },
  { title: 'Clock' },
);

export const ClockView = Type.Object(
  {
    clock: Clock,
    limit: Type.String(),
    days: Type.Enum(['working', 'calendar']),
    basis: Type.Array(Type.String()),
    intervals: Type.Array(
      Type.Object({
        fromAt: At,
        toAt: At,
        kind: Type.Enum(['event-day', 'counted', 'day-off', 'stopped', 'rolled', 'closed']),
        basis: Type.String({ description: 'weekday, weekend, holiday:春节, stop …' }),
        days: Type.Optional(Type.Number()),
        ms: Type.Optional(Type.Number()),
        total: Type.Optional(Type.Number()),
      }),
      { description: 'From the start to the due time: how each stretch was treated.' },
    ),
  },
  {
    title: 'ClockView',
    examples: [
      {
        clock: {
          clockId: 'c-1',
          name: 'reply',
          state: 'review',
          status: 'running',
          fromAt: '2026-05-06T01:30:00.000Z',
          startedAt: '2026-05-06T01:30:00.000Z',
          stops: [],
          extensions: [],
          dueAt: '2026-06-03T16:00:00.000Z',
          unknownYear: null,
          warnsAt: [],
          endedAt: null,
          calendarVersion: 'china-mainland@2026',
        },
        limit: 'P20D',
        days: 'working',
        basis: ['disclosure-reply'],
        intervals: [
          {
            fromAt: '2026-05-06T01:30:00.000Z',
            toAt: '2026-05-06T16:00:00.000Z',
            kind: 'event-day',
            basis: 'event-day',
            days: 1,
          },
        ],
      },
    ],
  },
);
export type ClockView = Static<typeof ClockView>;
