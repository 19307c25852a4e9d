/** Exit codes: 0 done, 1 problems found, 2 wrong usage, 3 server not reached, 4 refused. */
export const EXIT = { ok: 0, problems: 1, usage: 2, unreachable: 3, refused: 4 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];
