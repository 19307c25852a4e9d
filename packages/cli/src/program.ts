import { Command, Option } from 'commander';
import type { Language } from '@gongzhi/engine';
import { registerAdmin } from './commands/admin.ts';
import { registerCase } from './commands/case.ts';
import { registerCheck } from './commands/check.ts';
import { registerDeploy } from './commands/deploy.ts';
import { registerDev } from './commands/dev.ts';
import { registerDiff } from './commands/diff.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerExport } from './commands/export.ts';
import { registerGraph } from './commands/graph.ts';
import { registerHandoff } from './commands/handoff.ts';
import { registerLsp } from './commands/lsp.ts';
import { registerImport } from './commands/import.ts';
import { registerMember } from './commands/member.ts';
import { registerServe } from './commands/serve.ts';
import { registerSignIn, registerSignOut } from './commands/sign-in.ts';
import { registerSimulate } from './commands/simulate.ts';
import { registerTask } from './commands/task.ts';
import { registerTest } from './commands/test.ts';
import { registerRollback, registerVersions } from './commands/versions.ts';
import { registerVerify } from './commands/verify.ts';
import { registerWorker } from './commands/worker.ts';
import { describeWith, type Describe } from './describe.ts';
import { DEFAULT_SERVER } from './context.ts';

/** In the order of the help. A command's file imports what it needs when it runs, not before. */
const COMMANDS: ((program: Command, describe: Describe) => void)[] = [
  registerDev,
  registerServe,
  registerWorker,
  registerCheck,
  registerLsp,
  registerGraph,
  registerDiff,
  registerExport,
  registerImport,
  registerSimulate,
  registerTest,
  registerDeploy,
  registerVersions,
  registerRollback,
  registerCase,
  registerTask,
  registerHandoff,
  registerMember,
  registerSignIn,
  registerSignOut,
  registerAdmin,
  registerVerify,
  registerDoctor,
];

export function createProgram(language: Language): Command {
  const describe = describeWith(language);
  const program = new Command('gongzhi')
    .description(describe('about'))
    .version('0.1.0', '-V, --version', describe('optionVersion'))
    .helpOption('-h, --help', describe('optionHelp'))
    .helpCommand(`help [${describe('argumentCommand')}]`, describe('commandHelp'))
    .option('--json', describe('optionJson'))
    .addOption(new Option('--lang <zh|en>', describe('optionLang')).choices(['zh', 'en', 'zh-CN']))
    .option('--server <url>', `${describe('optionServer')} (${DEFAULT_SERVER})`)
    .option('--token <token>', describe('optionToken'))
    .option('--as <login>', describe('optionAs'))
    .configureHelp({ showGlobalOptions: true, styleTitle: (title) => describe.heading(title) })
    .configureOutput({ writeErr: (words) => void process.stderr.write(words), outputError: () => {} })
    .exitOverride();
  describe.examples(program, [
    'gongzhi dev',
    'gongzhi check workflows/mediation/v1.yaml',
    'gongzhi graph mediation --lang zh --out mediation.svg',
    'gongzhi test',
    'gongzhi task list --as zhang.min',
    'gongzhi verify',
  ]);
  for (const register of COMMANDS) register(program, describe);
  inherit(program);
  return program;
}

/** Sub-commands fail, speak and show their help as the program does. */
function inherit(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inherit(command);
  }
}
