#!/usr/bin/env node
/** The `gongzhi` command. */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Sources run as they are: kept stripped and compiled, a second start takes half the time and 25 MB less. Beside the
// dependencies, not in the temporary folder that others can write to; without leave to write it is simply not there.
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/gongzhi', import.meta.url)));

const { run } = await import('./run.ts');
await run();
