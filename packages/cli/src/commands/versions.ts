/** `gongzhi versions` and `gongzhi rollback`: which versions there are, and which one new cases take. */
import type { Command } from 'commander';
import type { Describe } from '../describe.ts';
import { text } from '../texts.ts';
import { use, withDryRun } from '../use.ts';

export function registerVersions(program: Command, describe: Describe): void {
  const command = program
    .command('versions')
    .description(describe('versions'))
    .argument('<definition>', describe('argumentDefinitionId'))
    .action(list);
  describe.examples(command, ['gongzhi versions mediation --as admin']);
}

export function registerRollback(program: Command, describe: Describe): void {
  const command = withDryRun(program.command('rollback'), describe)
    .description(describe('rollback'))
    .argument('<definition>', describe('argumentDefinitionId'))
    .argument('<version>', describe('argumentVersion'))
    .requiredOption('--reason <words>', describe('optionReasonRequired'))
    .action(rollBack);
  describe.examples(command, ["gongzhi rollback mediation 1 --reason '第二版期限有误' --as admin"]);
}

async function list(id: string, _options: object, command: Command): Promise<void> {
  await use(command, async (client, { output }) => {
    const { items } = await client.listDefinitionVersions({ id });
    const { table } = await import('../columns.ts');
    const rows = items.map(({ version, hash, publishedAt, publishedBy, note, active }) => [
      active ? '→' : ' ',
      `v${version}`,
      hash.slice(0, 12),
      publishedAt.slice(0, 10),
      publishedBy,
      active ? output.words(text('versionActive')) : '',
      note ?? '',
    ]);
    output.result(items, table(rows));
  });
}

async function rollBack(
  id: string,
  version: string,
  { reason }: { reason: string },
  command: Command,
): Promise<void> {
  await use(command, async (client, { output }) => {
    const { describeRequest } = await import('../views/publish-request.ts');
    const request = await client.activateDefinition({ id, version: Number(version), reason });
    output.result(request, describeRequest(request, output));
    const next = `gongzhi deploy approve ${request.requestId} --as …`;
    output.note(output.words(text('next', { command: next })));
  });
}
