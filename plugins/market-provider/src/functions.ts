import type { CelFunction } from '@gongzhi/engine';

/** Money is in fen. Numbers are `dyn`, since CEL tells ints (BigInt here) from the doubles that JSON holds. */
export const functions: Record<string, CelFunction> = {
  /** 123450 → ¥1,234.50 */
  market_provider_yuan: {
    signature: '(dyn): string',
    run: (fen: unknown) => {
      const amount = wholeFen(fen);
      const yuan = String(Math.floor(amount / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
      return `¥${yuan}.${String(amount % 100).padStart(2, '0')}`;
    },
  },
  /** 123450 → 壹仟贰佰叁拾肆元伍角整, as receipts and contracts write it (正确填写票据和结算凭证的基本规定). */
  market_provider_yuan_in_words: {
    signature: '(dyn): string',
    run: (fen: unknown) => inWords(wholeFen(fen)),
  },
  /** Whether a quotation's total is the sum of its items, each rounded to a fen. */
  market_provider_adds_up: {
    signature: '(dyn): bool',
    run: ({ items, totalFen }: { items: Iterable<Item>; totalFen: unknown }) => {
      let sum = 0;
      for (const { quantity, priceFen } of items) sum += Math.round(Number(quantity) * Number(priceFen));
      return sum === Number(totalFen);
    },
  },
};

interface Item {
  quantity: unknown;
  priceFen: unknown;
}

function wholeFen(value: unknown): number {
  const fen = Number(value);
  if (!Number.isSafeInteger(fen) || fen < 0)
    throw new TypeError(`expected a whole number of fen from 0, got ${String(value)}`);
  return fen;
}

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿', '万亿'];

function inWords(fen: number): string {
  const yuan = Math.floor(fen / 100);
  const jiao = Math.floor(fen / 10) % 10;
  const rest = fen % 10;
  if (fen === 0) return '零元整';
  const whole = yuan === 0 ? '' : `${wholeInWords(yuan)}元`;
  if (jiao === 0 && rest === 0) return `${whole}整`;
  // 零 stands for the missing jiao, and only after yuan.
  const tenths = jiao > 0 ? `${DIGITS[jiao]}角` : yuan > 0 ? '零' : '';
  return rest > 0 ? `${whole}${tenths}${DIGITS[rest]}分` : `${whole}${tenths}整`;
}

/** In groups of four digits; one 零 for any run of zeros inside. */
function wholeInWords(value: number): string {
  let words = '';
  for (let group = 0, left = value; left > 0; group++, left = Math.floor(left / 10_000)) {
    const four = left % 10_000;
    if (four > 0) words = `${fourInWords(four, left >= 10_000)}${GROUPS[group]}${words}`;
    else if (words !== '' && !words.startsWith('零')) words = `零${words}`;
  }
  return words;
}

/** `led`: more stands in front, so that a missing thousand is said. */
function fourInWords(four: number, led: boolean): string {
  let words = '';
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(four / 10 ** place) % 10;
    if (digit > 0) words += `${DIGITS[digit]}${PLACES[place]}`;
    else if ((led || words !== '') && !words.endsWith('零')) words += '零';
  }
  return words.replace(/零$/, '');
}
