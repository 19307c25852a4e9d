/** Differences for people: by weight, each with its place in both files. */
import { CHANGE_CLASSES, type DefinitionChange, type ChangeClass } from '@gongzhi/engine';
import type { Output } from '../output.ts';
import { text, type TextKey } from '../texts.ts';

export interface PlacedChange extends DefinitionChange {
  /** file:line:column in each; null: it is not in that one. */
  placeBefore: string | null;
  placeAfter: string | null;
}

const HEADINGS: Record<ChangeClass, TextKey> = {
  breaking: 'diffBreaking',
  different: 'diffDifferent',
  stricter: 'diffStricter',
  looser: 'diffLooser',
  'same-behaviour': 'diffSame',
};

const STYLES = {
  breaking: 'red',
  different: 'yellow',
  stricter: 'yellow',
  looser: 'cyan',
  'same-behaviour': 'dim',
} as const;

const SIGNS: Record<DefinitionChange['kind'], string> = {
  added: '+',
  removed: '−',
  moved: '→',
  renamed: '→',
  changed: '~',
};

export function showChanges(changes: readonly PlacedChange[], title: string, output: Output): string {
  const groups = CHANGE_CLASSES.flatMap((weight) => {
    const own = changes.filter((change) => change.class === weight);
    if (own.length === 0) return [];
    const heading = `${output.words(text(HEADINGS[weight]))} (${own.length})`;
    return [
      '',
      output.paint(STYLES[weight], heading),
      ...own.flatMap(({ kind, words, placeBefore, placeAfter }) => [
        `  ${SIGNS[kind]} ${output.words(words)}`,
        output.paint('dim', `      ${[placeBefore, placeAfter].filter((one) => one !== null).join(' → ')}`),
      ]),
    ];
  });
  return [
    output.paint('bold', title),
    ...(groups.length > 0 ? groups : [output.words(text('diffNone'))]),
  ].join('\n');
}
