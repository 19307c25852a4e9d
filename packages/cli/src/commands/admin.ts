/** `gongzhi admin …`: what only somebody with the database in their hands may do; no server is asked. */
import type { Command } from 'commander';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';
import { text } from '../texts.ts';

interface CreateOptions {
  login: string;
  name: string;
  party: string;
}

const PARTY = 'p-administration';

export function registerAdmin(program: Command, describe: Describe): void {
  const group = program.command('admin').description(describe('admin'));
  describe.examples(group, [
    'gongzhi admin create --login admin --name 王明',
    'gongzhi admin create --login admin --name 王明 < password.txt',
    'gongzhi admin accept-keys',
  ]);
  group
    .command('create')
    .description(describe('adminCreate'))
    .requiredOption('--login <login>', describe('argumentLogin'))
    .requiredOption('--name <name>', describe('optionName'))
    .option('--party <partyId>', describe('optionParty'), PARTY)
    .action(createAdministrator);
  group.command('accept-keys').description(describe('adminAcceptKeys')).action(acceptKeys);
}

/** The first one: an empty database knows nobody who could enter anybody. */
async function createAdministrator(options: CreateOptions, command: Command): Promise<void> {
  const { output, environment } = contextOf(command);
  const { login, name, party: partyId } = options;
  const [{ openStore }, { askNewPassword }] = await Promise.all([
    import('../service.ts'),
    import('../password.ts'),
  ]);
  const password = await askNewPassword(login);
  const runtime = await openStore(environment, { deliver: false });
  try {
    const member = await runtime.directory.saveFirstAdministrator(
      { partyId, name, login, password, grants: ['administrator', 'operator'] },
      { partyId, kind: 'government', name: { 'zh-CN': '管理机构', en: 'Administration' } },
    );
    output.result(member, output.words(text('administratorMade', { login, party: member.partyId })));
    output.note(output.words(text('next', { command: 'gongzhi serve' })));
  } finally {
    await runtime.close();
  }
}

/** When the keys of the first start are lost: those in the folder are the installation's from now on. */
async function acceptKeys(_: unknown, command: Command): Promise<void> {
  const { output, environment } = contextOf(command);
  const { openStore } = await import('../service.ts');
  const runtime = await openStore(environment, { deliver: false, acceptKeys: true });
  await runtime.close();
  output.result({ accepted: true }, output.words(text('keysAccepted')));
}
