/** What an import or an export could not carry over, each with its place and the reason. */
import type { Text } from '@gongzhi/engine';

export interface Finding {
  /**
   * `refused`: left out, for there is no word for it. `blank`: a `blank-…` name in the definition that its author must
   * fill in; `gongzhi check` refuses it until then. `renamed`: the same thing under a name that is allowed.
   */
  kind: 'refused' | 'blank' | 'renamed';
  /** In the file that was read. */
  place: string;
  words: Text;
}

export class Report {
  readonly findings: Finding[] = [];

  refuse(place: string, chinese: string, english: string): void {
    this.#add('refused', place, chinese, english);
  }

  blank(place: string, chinese: string, english: string): void {
    this.#add('blank', place, chinese, english);
  }

  renamed(place: string, from: string, to: string): void {
    this.#add('renamed', place, `“${from}”改写为“${to}”`, `“${from}” is written “${to}”`);
  }

  #add(kind: Finding['kind'], place: string, chinese: string, english: string): void {
    this.findings.push({ kind, place, words: { 'zh-CN': chinese, en: english } });
  }
}
