import t from 'tap';
import { followInTown, skip } from './follow-guide.ts';

// Every command is a process of its own; on a busy machine that takes a while.
t.setTimeout(300_000);

t.test('an operator who follows the guide sees what it shows', { skip }, async (t) => {
  await followInTown(t, 'guide-operators.md');
});
