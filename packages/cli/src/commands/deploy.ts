/**
 * `gongzhi deploy`: checked by the server, tested here, then published there for ever; where two persons publish it is
 * submitted, and another approves it. With `--plan` running cases are taken over, or tried.
 */
import type { Command } from 'commander';
import type {
  ApiProblem,
  Client,
  DefinitionInfo,
  MigrationReport,
  MigrationView,
  PublishRequest,
} from '@gongzhi/api';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';
import { EXIT } from '../exit.ts';
import { Failure } from '../failure.ts';
import type { Output } from '../output.ts';
import { text } from '../texts.ts';
import { use } from '../use.ts';
import { describeRequest } from '../views/publish-request.ts';
import type { SourceFile } from '../workflows.ts';

interface DeployOptions {
  note?: string;
  plan?: string;
  reason?: string;
  dryRun?: boolean;
}

export function registerDeploy(program: Command, describe: Describe): void {
  const command = program
    .command('deploy')
    .description(describe('deploy'))
    .argument('[files...]', describe('argumentFiles'))
    .option('--note <words>', describe('optionNote'))
    .option('--plan <file>', describe('optionPlan'))
    .option('--reason <words>', describe('optionReason'))
    .option('--dry-run', describe('optionDryRun'))
    .action(deploy);
  command
    .command('approve')
    .description(describe('deployApprove'))
    .argument('<request>', describe('argumentRequest'))
    .action(approve);
  command
    .command('reject')
    .description(describe('deployReject'))
    .argument('<request>', describe('argumentRequest'))
    .action(reject);
  command.command('requests').description(describe('deployRequests')).action(listRequests);
  describe.examples(command, [
    'gongzhi deploy flows/mediation/v2.yaml --note "谢绝后改派" --as admin',
    'gongzhi deploy flows/mediation/v2.yaml --dry-run --as admin',
    'gongzhi deploy --plan flows/mediation/v1-to-v2.yaml --dry-run --as admin',
    'gongzhi deploy approve <request> --as chen.jing',
  ]);
}

async function deploy(names: string[], options: DeployOptions, command: Command): Promise<void> {
  const context = contextOf(command);
  const { output } = context;
  const [{ withClient }, { fileOf, readFiles }] = await Promise.all([
    import('../connection.ts'),
    import('../workflows.ts'),
  ]);
  if (names.length === 0 && options.plan === undefined)
    command.error("error: missing required argument 'files'", { code: 'commander.missingArgument' });
  if (options.plan !== undefined && options.dryRun !== true && options.reason === undefined)
    throw new Failure({
      exit: EXIT.usage,
      code: 'GZ_CLI_USAGE',
      what: text('migrationReason'),
      where: '--reason',
    });
  const files = await readFiles(names.map(fileOf));
  const plans = options.plan === undefined ? [] : await readFiles([options.plan]);
  await withClient(context, async (client) => {
    if (files.length > 0) {
      await checkThere(client, files, output);
      await testHere(files, output);
    }
    const published: DefinitionInfo[] = [];
    const submitted: PublishRequest[] = [];
    for (const { file, source } of options.dryRun ? [] : files) {
      const given = { source, file, ...(options.note === undefined ? {} : { note: options.note }) };
      const done = await publishOrSubmit(client, given);
      if ('requestId' in done) submitted.push(done);
      else published.push(done);
    }
    const lines = published.map(({ id, version, hash }) => `✓ ${id} v${version}  ${hash.slice(0, 12)}`);
    for (const request of submitted) lines.push(describeRequest(request, output));
    const migration = await migrateBy(client, plans, options, output, lines);
    if (options.dryRun) lines.push(output.words(text('dryRun')));
    output.result(
      {
        dryRun: options.dryRun === true,
        published,
        ...(submitted.length === 0 ? {} : { submitted }),
        ...(migration === null ? {} : { migration }),
      },
      lines.join('\n'),
    );
    if (submitted[0])
      output.note(
        output.words(text('next', { command: `gongzhi deploy approve ${submitted[0].requestId} --as …` })),
      );
    if (migration !== null && isRefused(migration)) throw refusedMigration(migration, plans);
    const [first] = published;
    if (first) output.note(output.words(text('next', { command: `gongzhi case open ${first.id} --role …` })));
  });
}

/** Published at once where one person may; else submitted. */
async function publishOrSubmit(
  client: Client,
  given: { source: string; file: string; note?: string },
): Promise<DefinitionInfo | PublishRequest> {
  try {
    return await client.publishDefinition(given);
  } catch (cause) {
    if ((cause as Partial<ApiProblem>).problem?.code !== 'GZ_PUBLISH_TWO_PERSONS') throw cause;
    return client.submitDefinition(given);
  }
}

/** null: there is no plan. A migration is a request of the server's as often as it says that it is still running. */
async function migrateBy(
  client: Client,
  [plan]: SourceFile[],
  { dryRun = false, reason = '' }: DeployOptions,
  output: Output,
  lines: string[],
): Promise<MigrationReport | MigrationView | null> {
  if (plan === undefined) return null;
  if (dryRun) {
    const report = await client.tryMigration({ plan: plan.source });
    const { cases, accepted, refused } = report;
    lines.push(output.words(text('migrationTried', { cases, accepted, refused })));
    for (const { code, count, message, caseIds } of report.refusals)
      lines.push(`✗ ${count} × ${code}  ${output.words(message)}`, `  ${caseIds.slice(0, 10).join(' ')}`);
    return report;
  }
  let migration = await client.applyMigration({ plan: plan.source, reason });
  while (migration.status === 'running')
    migration = await client.resumeMigration({ migrationId: migration.migrationId });
  const { status, migrated, remaining } = migration;
  lines.push(output.words(text('migrationDone', { migrated, remaining })));
  if (status === 'halted') lines.push(`✗ ${migration.refusal?.code}`);
  return migration;
}

const isRefused = (migration: MigrationReport | MigrationView) =>
  'cases' in migration ? migration.refused > 0 : migration.status === 'halted';

function refusedMigration(migration: MigrationReport | MigrationView, [plan]: SourceFile[]): Failure {
  const first = 'cases' in migration ? migration.refusals[0] : migration.refusal;
  return new Failure({
    exit: EXIT.problems,
    code: first?.code ?? 'GZ_MIGRATION_FAILED',
    what: first?.message ?? text('failed'),
    where: plan?.file ?? '--plan',
    ...(first === null || first === undefined ? {} : { fix: first.remedy }),
  });
}

async function approve(requestId: string, _options: object, command: Command): Promise<void> {
  optionsOf(command);
  await use(command, async (client, { output }) => {
    const request = await client.approvePublishRequest({ requestId });
    output.result(request, describeRequest(request, output));
  });
}

async function reject(requestId: string, _options: object, command: Command): Promise<void> {
  const { reason } = optionsOf(command);
  if (reason === undefined)
    throw new Failure({
      exit: EXIT.usage,
      code: 'GZ_CLI_USAGE',
      what: text('rejectReason'),
      where: '--reason',
    });
  await use(command, async (client, { output }) => {
    const request = await client.rejectPublishRequest({ requestId, reason });
    output.result(request, describeRequest(request, output));
  });
}

/** `--reason` and `--dry-run` are options of `deploy`, which takes them wherever they stand; `use` looks for the latter. */
function optionsOf(command: Command): DeployOptions {
  const options = command.optsWithGlobals<DeployOptions>();
  command.setOptionValue('dryRun', options.dryRun);
  return options;
}

async function listRequests(_options: object, command: Command): Promise<void> {
  await use(command, async (client, { output }) => {
    const { items } = await client.listPublishRequests();
    output.result(items, items.map((request) => describeRequest(request, output)).join('\n'));
  });
}

/** The server's plugins and definitions are what counts. */
async function checkThere(client: Client, files: SourceFile[], output: Output): Promise<void> {
  const checked = await Promise.all(
    files.map(({ source, file }) => client.checkDefinition({ source, file })),
  );
  const problems = checked.flatMap((result) => result.problems);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const { toText } = await import('../problems/format.ts');
  if (problems.length > 0) output.note(toText(problems, files, output).trimEnd());
  output.note(output.words(text('deployChecked', { errors, warnings: problems.length - errors })));
  if (errors > 0)
    throw new Failure({
      exit: EXIT.problems,
      code: 'GZ_DEFINITION_INVALID',
      what: text('deployErrors', { errors }),
      where: files.map(({ file }) => file).join(', '),
      fix: text('deployErrorsFix'),
      next: `gongzhi check ${files.map(({ file }) => file).join(' ')}`,
      details: { problems },
    });
}

async function testHere(files: SourceFile[], output: Output): Promise<void> {
  const { runFiles } = await import('../tests/run-files.ts');
  const runs = await runFiles(files.map(({ file }) => file));
  const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + of(run), 0);
  const counts = { passed: sum(({ json }) => json.passed), failed: sum(({ json }) => json.failed) };
  output.note(output.words(text('deployTested', counts)));
  if (runs.every(({ json }) => json.ok)) return;
  throw new Failure({
    exit: EXIT.problems,
    code: 'GZ_CLI_TESTS_FAILED',
    what: text('deployTestsFailed', counts),
    where: files.map(({ file }) => file).join(', '),
    fix: text('deployTestsFailedFix'),
    next: `gongzhi test ${files.map(({ file }) => file).join(' ')}`,
  });
}
