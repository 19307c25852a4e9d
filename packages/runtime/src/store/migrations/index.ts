/** Every migration, oldest first. A released one is never changed. */
import { Foundation0001 } from './0001-foundation.ts';

export const migrations = [{ name: '0001-foundation', class: Foundation0001 }];
