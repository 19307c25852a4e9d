/** Documents of a case: issued from a template by the definition, or attached by a participant. */
import { holdsRole } from './authority.ts';
import type { CaseDocument } from './case-state.ts';
import type { AttachedDocument } from './command.ts';
import { makeId, note, refuse, variables, type Draft } from './draft.ts';
import { engineErrors } from './refusals.ts';
import type { JsonObject } from './text.ts';

export function issueDocument(
  draft: Draft,
  { document, to, public: isPublic }: { document: string; to?: string[]; public?: boolean },
  data: JsonObject,
  payload: JsonObject,
) {
  const rule = draft.compiled.documents.get(document);
  if (rule === undefined) throw new Error(`document ${document} is not in the definition`);
  const seen = { ...variables(draft, payload), data };
  add(draft, {
    documentId: makeId(draft),
    kind: 'issued',
    name: document,
    title: draft.compiled.expressions.render(rule.title, seen),
    body: draft.compiled.expressions.render(rule.body, seen),
    file: null,
    at: draft.now,
    by: { partyId: draft.case.custodian.partyId, memberId: draft.command.actor.memberId },
    visibleTo: to ?? null,
    public: isPublic ?? false,
  });
}

/** Any participant may attach. Refuses with GZ_NOT_A_PARTICIPANT. */
export function attachDocument(draft: Draft, file: AttachedDocument) {
  const { actor } = draft.command;
  const { custodian, participants } = draft.case;
  const takesPart =
    custodian.partyId === actor.partyId ||
    participants.some(({ role }) => holdsRole(draft.case, role, actor));
  if (!takesPart)
    refuse(
      engineErrors.refuse('GZ_NOT_A_PARTICIPANT', {
        roles: Object.keys(draft.compiled.definition.roles).join(', '),
      }),
    );
  const title = file.title ?? file.name;
  add(draft, {
    documentId: makeId(draft),
    kind: 'attached',
    name: file.name,
    title: { 'zh-CN': title, en: title },
    body: null,
    file,
    at: draft.now,
    by: { partyId: actor.partyId, memberId: actor.memberId },
    visibleTo: file.visibleTo ?? null,
    public: false,
  });
}

function add(draft: Draft, document: CaseDocument) {
  draft.case.documents = [...draft.case.documents, document];
  note(draft, document.kind === 'issued' ? 'document.issued' : 'document.attached', document.name, {
    id: document.documentId,
  });
}
