import { UniqueConstraintViolationException } from '@mikro-orm/core';

/** Whether a write failed because another row has the value already. */
export const isTaken = (error: unknown): boolean => error instanceof UniqueConstraintViolationException;
