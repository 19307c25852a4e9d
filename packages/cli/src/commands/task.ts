/** `gongzhi task …`: work that waits for somebody, over HTTP. */
import type { Command } from 'commander';
import type { Receipt } from '@gongzhi/api';
import { collect } from '../collect.ts';
import type { Describe } from '../describe.ts';
import { text } from '../texts.ts';
import { use, withDryRun } from '../use.ts';

interface TaskOptions {
  payload?: string;
  reason?: string;
  to?: string;
  member?: string;
}

export function registerTask(program: Command, describe: Describe): void {
  const group = program.command('task').description(describe('task'));
  describe.examples(group, [
    'gongzhi task list --as chen.jing',
    'gongzhi task claim <taskId> --as chen.jing',
    'gongzhi task complete <taskId> --payload \'{"solved": true}\' --as chen.jing',
    "gongzhi task delegate <taskId> --to p-street-centre --member m-lin --reason '出差' --as chen.jing",
  ]);
  group
    .command('list')
    .description(describe('taskList'))
    .option('--list <offered|mine|party>', describe('optionList'), 'offered')
    .action(listTasks);
  acting(group.command('claim'), describe).description(describe('taskClaim')).action(act('claim'));
  acting(group.command('release'), describe)
    .description(describe('taskRelease'))
    .requiredOption('--reason <words>', describe('optionReasonRequired'))
    .action(act('release'));
  acting(group.command('complete'), describe)
    .description(describe('taskComplete'))
    .option('--payload <json|@file|->', describe('optionPayload'))
    .option('--reason <words>', describe('optionReason'))
    .action(act('complete'));
  acting(group.command('delegate'), describe)
    .description(describe('taskDelegate'))
    .requiredOption('--to <partyId>', describe('optionTo'))
    .option('--member <memberId>', describe('optionMember'))
    .requiredOption('--reason <words>', describe('optionReasonRequired'))
    .action(act('delegate'));
}

function acting(command: Command, describe: Describe): Command {
  return withDryRun(command, describe).argument('<taskId>', describe('argumentTask'));
}

type Verb = 'claim' | 'release' | 'complete' | 'delegate';

/** One function for the four: they differ in what they send. */
function act(verb: Verb) {
  return async (taskId: string, options: TaskOptions, command: Command): Promise<void> => {
    const { readPayload } = await import('../payload.ts');
    const reason = options.reason === undefined ? {} : { reason: options.reason };
    const to = {
      partyId: options.to ?? '',
      ...(options.member === undefined ? {} : { memberId: options.member }),
    };
    const payload = verb === 'complete' ? await readPayload(options.payload) : {};
    await use(command, async (client, { output }) => {
      const sends: Record<Verb, () => Promise<Receipt>> = {
        claim: () => client.claimTask({ taskId }),
        release: () => client.releaseTask({ taskId, ...reason }),
        complete: () => client.completeTask({ taskId, payload, ...reason }),
        delegate: () => client.delegateTask({ taskId, to, ...reason }),
      };
      const receipt = await sends[verb]();
      const { caseId, revision } = receipt;
      output.result(receipt, output.words(text('accepted', { caseId, revision })));
      const next = verb === 'claim' ? `gongzhi task complete ${taskId}` : `gongzhi case show ${caseId}`;
      output.note(output.words(text('next', { command: next })));
    });
  };
}

async function listTasks({ list }: { list: 'offered' | 'mine' | 'party' }, command: Command): Promise<void> {
  await use(command, async (client, { output }) => {
    const [{ each }, { describeTasks }] = await Promise.all([
      import('@gongzhi/api'),
      import('../views/tasks.ts'),
    ]);
    const items = await collect(each(client.listTasks, { list, limit: 200 }));
    output.result(items, describeTasks(items, output));
  });
}
