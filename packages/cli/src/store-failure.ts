import type { Text } from '@gongzhi/engine';
import { EXIT } from './exit.ts';
import { both, Failure } from './failure.ts';
import { text } from './texts.ts';

const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH']);

/** Why the configuration or the database could not be used, in words; what is none of these is passed on. */
export function storeFailure(cause: unknown, databaseUrl: string): unknown {
  if (!(cause instanceof Error)) return cause;
  if (isAboutInstallation(cause)) return refused(cause, databaseUrl);
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const where = withoutPassword(databaseUrl);
  const parts = { code, where, why: both(message) };
  if (UNREACHABLE.has(code))
    return new Failure(
      {
        ...parts,
        exit: EXIT.unreachable,
        what: text('databaseUnreachable'),
        fix: text('databaseUnreachableFix'),
        next: 'gongzhi doctor',
      },
      { cause },
    );
  if (code.startsWith('SQLITE_'))
    return new Failure(
      {
        ...parts,
        exit: EXIT.problems,
        what: text('databaseUnreadable'),
        fix: text('databaseUnreadableFix'),
        next: 'gongzhi doctor',
      },
      { cause },
    );
  return cause;
}

/** Refusals of the runtime that are about where it was pointed at, not about what was asked of it. */
const INSTALLATION = new Set(['GZ_KEYS_FOREIGN', 'GZ_SCHEMA_OLDER', 'GZ_SCHEMA_NEWER', 'GZ_FOLDER_NOT_MADE']);

interface Refused extends Error {
  refusal: { code: string; message: Text; remedy: Text };
}

/** Told by its name, so that the engine is not loaded for it. */
function isAboutInstallation(cause: Error): cause is Refused {
  return cause.name === 'GongzhiError' && INSTALLATION.has((cause as Refused).refusal.code);
}

function refused(cause: Refused, databaseUrl: string): Failure {
  const { code, message, remedy } = cause.refusal;
  const where = withoutPassword(databaseUrl);
  return new Failure({ exit: EXIT.usage, code, what: message, where, fix: remedy }, { cause });
}

export function configFailure(cause: unknown): unknown {
  if (!(cause instanceof TypeError)) return cause;
  const { message } = cause;
  return new Failure(
    {
      exit: EXIT.usage,
      code: 'GZ_CLI_CONFIG',
      what: text('configWrong', { message }),
      fix: text('configWrongFix'),
    },
    { cause },
  );
}

export function withoutPassword(databaseUrl: string): string {
  return databaseUrl.replace(/\/\/[^@/]*@/, '//…@');
}
