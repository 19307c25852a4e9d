import t from 'tap';
import { followInTown, skip } from './follow-guide.ts';

// Every command is a process of its own; on a busy machine that takes a while.
t.setTimeout(300_000);

t.test('an organization that follows the guide gets every answer that it shows', { skip }, async (t) => {
  await followInTown(t, 'guide-organizations.md');
});
