/** `gongzhi handoff …`: custody, and tasks, between parties, over HTTP. */
import type { Command } from 'commander';
import type { Receipt } from '@gongzhi/api';
import { collect } from '../collect.ts';
import type { Output } from '../output.ts';
import type { Describe } from '../describe.ts';
import { text } from '../texts.ts';
import { use, withDryRun } from '../use.ts';

interface HandoffOptions {
  role: string;
  to: string;
  member?: string;
  reason?: string;
}

export function registerHandoff(program: Command, describe: Describe): void {
  const group = program.command('handoff').description(describe('handoff'));
  describe.examples(group, [
    'gongzhi handoff list --as ma.jun',
    "gongzhi handoff offer <caseId> --role organization --to p-mediation --reason '适合调解' --as chen.jing",
    'gongzhi handoff accept <handoffId> --as ma.jun',
  ]);
  group
    .command('list')
    .description(describe('handoffList'))
    .option('--direction <incoming|outgoing>', describe('optionDirection'), 'incoming')
    .action(list);
  withDryRun(group.command('offer'), describe)
    .description(describe('handoffOffer'))
    .argument('<caseId>', describe('argumentCase'))
    .requiredOption('--role <role>', describe('optionRoleThere'))
    .requiredOption('--to <partyId>', describe('optionTo'))
    .option('--member <memberId>', describe('optionMember'))
    .option('--reason <words>', describe('optionReason'))
    .action(offer);
  for (const verb of ['accept', 'decline', 'recall'] as const)
    withDryRun(group.command(verb), describe)
      .description(describe(DESCRIPTIONS[verb]))
      .argument('<handoffId>', describe('argumentHandoff'))
      .option('--reason <words>', describe('optionReason'))
      .action(answer(verb));
}

const DESCRIPTIONS = {
  accept: 'handoffAccept',
  decline: 'handoffDecline',
  recall: 'handoffRecall',
} as const;

async function list({ direction }: { direction: 'incoming' | 'outgoing' }, command: Command): Promise<void> {
  await use(command, async (client, { output }) => {
    const [{ each }, { describeHandoffs }] = await Promise.all([
      import('@gongzhi/api'),
      import('../views/handoffs.ts'),
    ]);
    const items = await collect(each(client.listHandoffs, { direction, limit: 200 }));
    output.result(items, describeHandoffs(items, output));
  });
}

async function offer(caseId: string, options: HandoffOptions, command: Command): Promise<void> {
  const { role, to, member, reason } = options;
  await use(command, async (client, { output }) => {
    const receipt = await client.offerHandoff({
      caseId,
      role,
      to: { partyId: to, ...(member === undefined ? {} : { memberId: member }) },
      ...(reason === undefined ? {} : { reason }),
    });
    tell(receipt, output);
  });
}

function answer(verb: 'accept' | 'decline' | 'recall') {
  return async (handoffId: string, { reason }: { reason?: string }, command: Command): Promise<void> => {
    await use(command, async (client, { output }) => {
      const input = { handoffId, ...(reason === undefined ? {} : { reason }) };
      const answers = {
        accept: () => client.acceptHandoff(input),
        decline: () => client.declineHandoff(input),
        recall: () => client.recallHandoff(input),
      };
      tell(await answers[verb](), output);
    });
  };
}

function tell(receipt: Receipt, output: Output): void {
  const { caseId, revision } = receipt;
  output.result(receipt, output.words(text('accepted', { caseId, revision })));
  output.note(output.words(text('next', { command: `gongzhi case show ${caseId}` })));
}
