import type { Command } from 'commander';
import type { Language } from '@gongzhi/engine';
import { say, type TextKey } from './texts.ts';

/** Words for the help, in one language. */
export interface Describe {
  (key: TextKey): string;
  heading(title: string): string;
  /** Help starts with these: people copy before they read. */
  examples(command: Command, lines: string[]): void;
}

const HEADINGS: Record<string, TextKey> = {
  'Usage:': 'headingUsage',
  'Arguments:': 'headingArguments',
  'Options:': 'headingOptions',
  'Commands:': 'headingCommands',
  'Global Options:': 'headingGlobal',
};

export function describeWith(language: Language): Describe {
  const describe = (key: TextKey) => say(key, language);
  return Object.assign(describe, {
    heading: (title: string) => (HEADINGS[title] ? describe(HEADINGS[title]) : title),
    examples: (command: Command, lines: string[]) => {
      const text = [describe('headingExamples'), ...lines.map((line) => `  ${line}`), ''].join('\n');
      command.addHelpText('before', text);
    },
  });
}
