import { EXIT } from './exit.ts';
import { Failure } from './failure.ts';
import { text } from './texts.ts';

/** Of what was typed; a `Failure` when it is no instant. */
export function instantOf(at: string): number {
  const instant = Date.parse(at);
  if (!Number.isNaN(instant)) return instant;
  throw new Failure({ exit: EXIT.usage, code: 'GZ_CLI_USAGE', what: text('instantWrong', { at }) });
}
