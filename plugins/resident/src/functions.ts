import type { CelFunction } from '@gongzhi/engine';

/** For what is published: a resident's name or number without giving them away. */
export const functions: Record<string, CelFunction> = {
  /** 王小明 → 王**; the first character stays. */
  resident_mask_name: {
    signature: '(string): string',
    run: (name: string) => {
      const [first = '', ...rest] = name.trim();
      return first + '*'.repeat(rest.length);
    },
  },
  /** 13812345678 → 138****5678; of shorter numbers only the last two digits stay. */
  resident_mask_phone: {
    signature: '(string): string',
    run: (phone: string) => {
      const digits = phone.replace(/[\s-]/g, '');
      return digits.length >= 11
        ? `${digits.slice(0, -8)}****${digits.slice(-4)}`
        : '*'.repeat(Math.max(digits.length - 2, 0)) + digits.slice(-2);
    },
  },
};
