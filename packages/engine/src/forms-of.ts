import type { FieldProblem } from './compiled.ts';
import { refuse, type Draft } from './draft.ts';
import { engineErrors } from './refusals.ts';
import type { Json, JsonObject } from './text.ts';

/** Refuses with GZ_PAYLOAD_INVALID (details.fields) unless the payload fits the form; no form: it must be empty. */
export function checkForm(draft: Draft, form: string | undefined, payload: JsonObject) {
  const validate = form === undefined ? undefined : draft.compiled.forms.get(form);
  if (form !== undefined && validate === undefined) throw new Error(`form ${form} is not compiled`);
  const problems =
    validate?.(payload) ??
    Object.keys(payload).map((field) => ({
      pointer: `/${field}`,
      message: { 'zh-CN': '此处不接受内容', en: 'takes no content here' },
    }));
  refuseProblems(form ?? '–', problems);
}

/** The same for what a plugin's effect replies: an effect that breaks its word must not reach the definition. */
export function checkReply(draft: Draft, effect: string, reply: Json) {
  refuseProblems(effect, draft.compiled.replies.get(effect)?.(reply) ?? []);
}

function refuseProblems(form: string, problems: FieldProblem[]) {
  const [first] = problems;
  if (first === undefined) return;
  refuse(
    engineErrors.refuse(
      'GZ_PAYLOAD_INVALID',
      { form, count: problems.length, first: `${first.pointer} ${first.message.en}` },
      { fields: problems as unknown as Json },
    ),
  );
}

/** Longest reason in characters. */
const REASON_LIMIT = 2000;

/** Refuses with GZ_REASON_REQUIRED when one must be given and is not, or is longer than a reason may be. */
export function checkReason(draft: Draft, need: 'required' | 'optional' | undefined, what: string) {
  const reason = draft.command.reason?.trim() ?? '';
  if (reason.length > REASON_LIMIT || (need === 'required' && reason === ''))
    refuse(engineErrors.refuse('GZ_REASON_REQUIRED', { what }));
}
