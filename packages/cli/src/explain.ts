/** Turns whatever a command threw into words and an exit code. */
import { CommanderError } from 'commander';
import type { ApiProblem } from '@gongzhi/api';
import { both, Failure, type FailureParts } from './failure.ts';
import { EXIT, type Exit } from './exit.ts';
import type { Output } from './output.ts';
import { text, type TextKey } from './texts.ts';

export function explain(cause: unknown, output: Output): Exit {
  if (cause instanceof CommanderError) return explainUsage(cause, output);
  return output.failure(partsOf(cause));
}

function partsOf(cause: unknown): FailureParts {
  if (cause instanceof Failure) return cause.parts;
  if (isApiProblem(cause)) return fromApi(cause);
  if (isRefused(cause)) return fromRuntime(cause.refusal);
  const system = cause as NodeJS.ErrnoException;
  if (system.code === 'ENOENT' || system.code === 'EISDIR' || system.code === 'EACCES')
    return {
      exit: EXIT.usage,
      code: system.code,
      what: text('fileUnreadable', { file: system.path ?? '' }),
      where: system.path ?? '',
      fix: text('fileUnreadableFix'),
    };
  return {
    exit: EXIT.problems,
    code: 'GZ_CLI_FAULT',
    what: text('fault', { error: cause instanceof Error ? cause.message : String(cause) }),
    where: cause instanceof Error ? (cause.stack ?? '').split('\n').slice(1, 4).join('\n').trim() : '',
    fix: text('faultFix'),
  };
}

function fromApi({ problem }: ApiProblem): FailureParts {
  const words = both(problem.detail ?? problem.title);
  return {
    exit:
      problem.status === 502 || problem.status === 503 || problem.status === 504
        ? EXIT.unreachable
        : EXIT.refused,
    code: problem.code,
    what: words,
    where: problem.instance,
    fix: both(problem.remedy),
    ...(problem.status === 401 ? { next: 'GONGZHI_PASSWORD=… gongzhi … --as <login>' } : {}),
    details: problem,
  };
}

interface Refusing {
  refusal: { code: string; message: FailureParts['what']; remedy: FailureParts['what']; details?: unknown };
}

/** Told by its name, as the next: neither class is loaded where it is not needed. */
function isApiProblem(cause: unknown): cause is ApiProblem {
  return cause instanceof Error && cause.name === 'ApiProblem';
}

/** A `GongzhiError`, told by its name. */
function isRefused(cause: unknown): cause is Refusing {
  return cause instanceof Error && cause.name === 'GongzhiError' && 'refusal' in cause;
}

function fromRuntime({ code, message, remedy, details }: Refusing['refusal']): FailureParts {
  return { exit: EXIT.refused, code, what: message, fix: remedy, details };
}

const USAGE: Record<string, TextKey> = {
  'commander.unknownCommand': 'unknownCommand',
  'commander.unknownOption': 'unknownOption',
  'commander.missingArgument': 'missingArgument',
  'commander.missingMandatoryOptionValue': 'missingOption',
  'commander.optionMissingArgument': 'optionWithoutValue',
  'commander.excessArguments': 'tooManyArguments',
  'commander.invalidArgument': 'wrongValue',
};

/** Help and version are told as errors too, with exit code 0. */
function explainUsage(cause: CommanderError, output: Output): Exit {
  if (cause.exitCode === 0) return EXIT.ok;
  if (cause.code === 'commander.help') return EXIT.usage;
  const key = USAGE[cause.code];
  const name = /'([^']+)'/.exec(cause.message)?.[1] ?? '';
  return output.failure({
    exit: EXIT.usage,
    code: 'GZ_CLI_USAGE',
    what: key ? text(key, { name, detail: cause.message.replace(/^error: /, '') }) : both(cause.message),
    next: 'gongzhi --help',
  });
}
