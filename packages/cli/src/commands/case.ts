/** `gongzhi case …`: cases, over HTTP. */
import type { Command } from 'commander';
import { collect } from '../collect.ts';
import type { Describe } from '../describe.ts';
import { text } from '../texts.ts';
import { use, withDryRun } from '../use.ts';

interface WriteOptions {
  payload?: string;
  reason?: string;
  key?: string;
}

export function registerCase(program: Command, describe: Describe): void {
  const group = program.command('case').description(describe('case'));
  describe.examples(group, [
    'gongzhi case open grid-incident --role reporter --cell c-xingfu-1 --payload @report.json --as li.wei',
    'gongzhi case list --as chen.jing',
    'gongzhi case can <caseId> --as chen.jing',
    "gongzhi case send <caseId> withdraw --reason '已自行和解' --as li.wei",
    'gongzhi case verify <caseId> --as li.wei',
  ]);
  writing(group.command('open'), describe)
    .description(describe('caseOpen'))
    .argument('<definition>', describe('argumentDefinitionId'))
    .requiredOption('--role <role>', describe('optionRole'))
    .option('--cell <cellId>', describe('optionCell'))
    .action(openCase);
  group
    .command('list')
    .description(describe('caseList'))
    .option('--search <words>', describe('optionSearch'))
    .option('--status <open|closed>', describe('optionStatus'))
    .action(listCases);
  reading(group.command('show'), describe).description(describe('caseShow')).action(showCase);
  reading(group.command('can'), describe).description(describe('caseCan')).action(whatCanIDo);
  reading(group.command('history'), describe).description(describe('caseHistory')).action(showHistory);
  reading(group.command('verify'), describe).description(describe('caseVerify')).action(verifyCase);
  withDryRun(group.command('extend'), describe)
    .description(describe('caseExtend'))
    .argument('<caseId>', describe('argumentCase'))
    .argument('<clock>', describe('argumentClock'))
    .option('--reason <words>', describe('optionReason'))
    .action(extendClock);
  writing(group.command('send'), describe)
    .description(describe('caseSend'))
    .argument('<caseId>', describe('argumentCase'))
    .argument('<event>', describe('argumentEvent'))
    .option('--revision <number>', describe('optionRevision'))
    .action(sendEvent);
}

function reading(command: Command, describe: Describe): Command {
  return command.argument('<caseId>', describe('argumentCase'));
}

function writing(command: Command, describe: Describe): Command {
  return withDryRun(command, describe)
    .option('--payload <json|@file|->', describe('optionPayload'))
    .option('--reason <words>', describe('optionReason'))
    .option('--key <key>', describe('optionKey'));
}

async function openCase(
  definition: string,
  options: WriteOptions & { role: string; cell?: string },
  command: Command,
): Promise<void> {
  const { readPayload } = await import('../payload.ts');
  const input = {
    definition,
    role: options.role,
    payload: await readPayload(options.payload),
    ...(options.cell === undefined ? {} : { cellId: options.cell }),
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  };
  await use(command, async (client, { output }) => {
    const receipt = await client.openCase(input, keyOf(options));
    output.result(receipt, receipt.caseId);
    output.note(output.words(text('next', { command: `gongzhi case can ${receipt.caseId}` })));
  });
}

async function sendEvent(
  caseId: string,
  event: string,
  options: WriteOptions & { revision?: string },
  command: Command,
): Promise<void> {
  const { readPayload } = await import('../payload.ts');
  const input = {
    caseId,
    event,
    payload: await readPayload(options.payload),
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  };
  await use(command, async (client, { output }) => {
    const ifMatch = options.revision === undefined ? {} : { ifMatch: Number(options.revision) };
    const receipt = await client.sendEvent(input, { ...keyOf(options), ...ifMatch });
    output.result(receipt, output.words(text('accepted', { caseId, revision: receipt.revision })));
    output.note(output.words(text('next', { command: `gongzhi case show ${caseId}` })));
  });
}

async function extendClock(
  caseId: string,
  clock: string,
  { reason }: { reason?: string },
  command: Command,
): Promise<void> {
  await use(command, async (client, { output }) => {
    const receipt = await client.extendClock({ caseId, clock, ...(reason === undefined ? {} : { reason }) });
    output.result(receipt, output.words(text('accepted', { caseId, revision: receipt.revision })));
  });
}

async function listCases(
  options: { search?: string; status?: 'open' | 'closed' },
  command: Command,
): Promise<void> {
  await use(command, async (client, { output }) => {
    const [{ each }, { describeCases }] = await Promise.all([
      import('@gongzhi/api'),
      import('../views/cases.ts'),
    ]);
    const items = await collect(each(client.listCases, { ...options, limit: 200 }));
    output.result(items, describeCases(items, output));
  });
}

async function showCase(caseId: string, _: unknown, command: Command): Promise<void> {
  await use(command, async (client, { output }) => {
    const { describeCase } = await import('../views/cases.ts');
    const found = await client.readCase({ caseId });
    output.result(found, describeCase(found, output));
  });
}

async function whatCanIDo(caseId: string, _: unknown, command: Command): Promise<void> {
  await use(command, async (client, { output }) => {
    const { describePossibilities } = await import('../views/possibilities.ts');
    const found = await client.whatCanIDo({ caseId });
    output.result(found, describePossibilities(caseId, found.items, output));
  });
}

async function showHistory(caseId: string, _: unknown, command: Command): Promise<void> {
  await use(command, async (client, { output }) => {
    const [{ each }, { describeEntry }] = await Promise.all([
      import('@gongzhi/api'),
      import('../views/history.ts'),
    ]);
    const entries = await collect(each(client.readTimeline, { caseId, limit: 200 }));
    output.result(entries, entries.map((entry) => describeEntry(entry, output)).join('\n'));
  });
}

async function verifyCase(caseId: string, _: unknown, command: Command): Promise<void> {
  await use(command, async (client, { output }) => {
    const { verifyChain } = await import('../verify/chain.ts');
    await verifyChain(client, caseId, output);
  });
}

const keyOf = ({ key }: WriteOptions) => (key === undefined ? {} : { idempotencyKey: key });
