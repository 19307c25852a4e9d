/** How wide text is with system fonts, on the safe side: the picture is laid out before any font is known. */

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
const NARROW = /[ijlI.,;:|!'()[\]{} ]/;
const NO_LINE_START = /^[，。、；：！？）》”’」』】·…]/;

/** In pixels at `size` pixels. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return Math.ceil(width * size);
}

function widthOf(character: string): number {
  if (WIDE.test(character)) return 1.02;
  if (NARROW.test(character)) return 0.34;
  return /[A-Z@mwMW%&]/.test(character) ? 0.76 : 0.58;
}

/** Lines no wider than `limit`; a word longer than a line is kept whole, `most` lines at most. */
export function wrap(text: string, size: number, limit: number, most = 4): string[] {
  const lines: string[] = [''];
  for (const piece of pieces(text)) {
    const line = lines.at(-1)!;
    const fits = line === '' || textWidth(line + piece.trimEnd(), size) <= limit || NO_LINE_START.test(piece);
    if (fits) lines[lines.length - 1] = line + piece;
    else lines.push(piece.trimStart());
  }
  const all = lines.map((line) => line.trimEnd());
  return all.length <= most ? all : [...all.slice(0, most - 1), `${all[most - 1]!.slice(0, -1)}…`];
}

/** Words with the space after them, and single wide characters. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let word = '';
  for (const character of text) {
    if (WIDE.test(character)) {
      if (word !== '') found.push(word);
      word = '';
      found.push(character);
    } else {
      word += character;
      if (character === ' ' || character === '-' || character === '.') {
        found.push(word);
        word = '';
      }
    }
  }
  if (word !== '') found.push(word);
  return found;
}
