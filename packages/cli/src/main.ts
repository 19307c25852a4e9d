#!/usr/bin/env node
/** The `gongzhi` command: every command of the list, one way to fail. */
import { createProgram } from './program.ts';
import { explain } from './explain.ts';
import { languageOf } from './language.ts';
import { createOutput } from './output.ts';

const language = languageOf(process.argv, process.env);
try {
  await createProgram(language).parseAsync();
} catch (cause) {
  const output = createOutput({ language, json: process.argv.includes('--json') });
  process.exitCode = explain(cause, output);
}
