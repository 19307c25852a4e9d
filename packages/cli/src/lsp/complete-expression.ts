/** CEL at the cursor: variables, fields of the data and of the payload, roles, functions. */
import { CompletionItemKind } from 'vscode-languageserver';
import type { Cursor } from './cursor.ts';
import { describeOutside, payloadFields } from './describe-name.ts';
import { nameOffers, type CompleteContext, type Offer } from './offers.ts';

/** What an expression sees beside data, payload and holders (compiled.ts, Variables). */
const FIELDS = new Map([
  ['actor', ['memberId', 'partyId', 'partyKind']],
  ['custodian', ['role', 'partyId', 'partyKind', 'memberId']],
  ['kase', ['id', 'title', 'cellId', 'openedAt', 'definition']],
]);
const HOLDER = ['partyId', 'partyKind', 'memberId'];
const VARIABLES = ['data', 'payload', 'now', 'actor', 'custodian', 'holders', 'kase'];
const WORD = /^[A-Za-z_]\w*$/;

export function completeExpression(context: CompleteContext, cursor: Cursor, isTemplate: boolean): Offer[] {
  const open = cursor.before.lastIndexOf('{{');
  if (isTemplate && (open < 0 || cursor.before.lastIndexOf('}}') > open)) return [];
  const before = isTemplate ? cursor.before.slice(open + 2) : cursor.before;
  const fields = (names: readonly string[]) =>
    names.map((label) => ({ label, kind: CompletionItemKind.Field, rank: 1 }));

  if (/\bholders\s*\[\s*["'][\w-]*$/.test(before) || /["']roles["']\s*:\s*\[[^\]]*["'][\w-]*$/.test(before))
    return nameOffers(context, 'role');
  if (isInsideText(before)) return [];
  if (/\bholders(?:\.\w+|\[\s*["'][^"']*["']\s*\])\s*\[\s*\d+\s*\]\s*\.\s*\w*$/.test(before))
    return fields(HOLDER);
  const variable = /(?<![\w.])([A-Za-z_]\w*)\s*\.\s*\w*$/.exec(before)?.[1];
  if (variable === 'data') return nameOffers(context, 'field').filter(({ label }) => WORD.test(label));
  if (variable === 'holders') return nameOffers(context, 'role').filter(({ label }) => WORD.test(label));
  if (variable === 'payload')
    return [...(payloadFields(context, cursor.path) ?? [])].map(([label, detail]) => ({
      label,
      kind: CompletionItemKind.Field,
      rank: 1,
      detail,
    }));
  if (variable !== undefined) return fields(FIELDS.get(variable) ?? []);
  if (/[.)\]]\s*\.?\s*\w*$/.test(before) && /\.\s*\w*$/.test(before)) return [];
  return [
    ...VARIABLES.map((label) => ({ label, kind: CompletionItemKind.Variable, rank: 1 })),
    ...[...context.outside.functions.values()].map((one) => ({
      label: one.name,
      kind: CompletionItemKind.Function,
      rank: 2,
      documentation: describeOutside(context, one),
    })),
  ];
}

function isInsideText(code: string): boolean {
  return /["']/.test(code.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gs, ''));
}
