/** `gongzhi member …`: who acts for a party, and who can be asked to lead a sitting, over HTTP. */
import type { Command } from 'commander';
import { collect } from '../collect.ts';
import { table } from '../columns.ts';
import type { Describe } from '../describe.ts';
import { text } from '../texts.ts';
import { use } from '../use.ts';

export function registerMember(program: Command, describe: Describe): void {
  const group = program.command('member').description(describe('member'));
  describe.examples(group, [
    'gongzhi member list --as chen.jing',
    'gongzhi member list --qualification mediator --as li.wei',
  ]);
  group
    .command('list')
    .description(describe('memberList'))
    .option('--qualification <name>', describe('optionQualification'))
    .option('--party <partyId>', describe('optionOfParty'))
    .action(list);
}

async function list(
  { qualification, party }: { qualification?: string; party?: string },
  command: Command,
): Promise<void> {
  await use(command, async (client, { output }) => {
    const { each } = await import('@gongzhi/api');
    const filter = {
      ...(qualification === undefined ? {} : { qualification }),
      ...(party === undefined ? {} : { partyId: party }),
      limit: 200,
    };
    const items = await collect(each(client.listMembers, filter));
    const rows = items.map(({ memberId, name, partyId }) => [memberId, name, partyId]);
    output.result(items, rows.length === 0 ? output.words(text('noMembers')) : table(rows));
  });
}
