import t from 'tap';
import { followInTown, skip } from './follow-guide.ts';

// Every command is a process of its own; on a busy machine that takes a while.
t.setTimeout(300_000);

t.test(
  'an author who follows the guide sees what it shows, from the first line to a published procedure',
  { skip },
  async (t) => {
    await followInTown(t, 'guide-authors.md');
  },
);
