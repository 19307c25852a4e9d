/** The formats that definitions are exchanged in: an explicit list. */
import type { CompiledDefinition, Definition, Json } from '@gongzhi/engine';
import { EXIT } from '../exit.ts';
import { both, Failure } from '../failure.ts';
import { text } from '../texts.ts';
import type { RawChart } from './raw-chart.ts';
import { Report, type Finding } from './report.ts';
import { toYaml } from './to-yaml.ts';

export const FORMATS = ['xstate', 'scxml', 'bpmn'] as const;
export type Format = (typeof FORMATS)[number];

export interface Exported {
  text: string;
  findings: Finding[];
}

export async function exportTo(format: Format, compiled: CompiledDefinition): Promise<Exported> {
  const report = new Report();
  switch (format) {
    case 'xstate': {
      const { toXState } = await import('./to-xstate.ts');
      return { text: `${JSON.stringify(toXState(compiled), null, 2)}\n`, findings: report.findings };
    }
    case 'scxml': {
      const { toScxml } = await import('./to-scxml.ts');
      return { text: toScxml(compiled), findings: report.findings };
    }
    case 'bpmn': {
      const { toBpmn } = await import('./to-bpmn.ts');
      return { text: toBpmn(compiled, report), findings: report.findings };
    }
  }
}

export interface Imported {
  definition: Definition;
  yaml: string;
  findings: Finding[];
}

/** A `Failure` when the text is not of the format at all. */
export async function importFrom(format: Format, source: string, file: string): Promise<Imported> {
  const report = new Report();
  const [{ assemble }, read] = await Promise.all([import('./assemble.ts'), readerOf(format)]);
  let chart: RawChart;
  try {
    chart = read(source, report);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new Failure(
      {
        exit: EXIT.problems,
        code: 'GZ_CLI_IMPORT_UNREADABLE',
        what: text('importUnreadable', { format }),
        where: file,
        why: both(cause.message),
        fix: text('importUnreadableFix'),
      },
      { cause },
    );
  }
  const definition = assemble(chart, report);
  return { definition, yaml: toYaml(definition as unknown as Json), findings: report.findings };
}

async function readerOf(format: Format): Promise<(source: string, report: Report) => RawChart> {
  switch (format) {
    case 'xstate':
      return (await import('./from-xstate.ts')).fromXState;
    case 'scxml':
      return (await import('./from-scxml.ts')).fromScxml;
    case 'bpmn':
      return (await import('./from-bpmn.ts')).fromBpmn;
  }
}
