/** `gongzhi lsp`: the language server that editors start. */
import type { Command } from 'commander';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';

export function registerLsp(program: Command, describe: Describe): void {
  const command = program
    .command('lsp')
    .description(describe('lsp'))
    .option('--stdio', describe('optionStdio'))
    // Clients add it; the library reads it.
    .option('--clientProcessId <id>', describe('optionClientProcess'))
    .action(lsp);
  describe.examples(command, ['gongzhi lsp --stdio', 'gongzhi --lang zh lsp --stdio']);
}

async function lsp(_options: object, command: Command): Promise<void> {
  const { output } = contextOf(command);
  const { startServer } = await import('../lsp/server.ts');
  startServer(output.language);
}
