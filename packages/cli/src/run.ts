import { createProgram } from './program.ts';
import { explain } from './explain.ts';
import { languageOf } from './language.ts';
import { createOutput } from './output.ts';

/** Does what the command line says; every failure is told in one way. */
export async function run(): Promise<void> {
  const language = languageOf(process.argv, process.env);
  process.stdout.on('error', endWithReader);
  try {
    await createProgram(language).parseAsync();
  } catch (cause) {
    const output = createOutput({ language, json: process.argv.includes('--json') });
    process.exitCode = explain(cause, output);
  }
}

/** `gongzhi … | head`: who reads has enough. */
function endWithReader(cause: NodeJS.ErrnoException): void {
  if (cause.code !== 'EPIPE') throw cause;
  process.exit();
}
