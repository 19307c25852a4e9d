import type { HeldQualification } from '@gongzhi/runtime';

/** Qualifications from the wire. */
export function held(given: readonly { name: string; validUntil: string | null }[]): HeldQualification[] {
  return given.map(({ name, validUntil }) => ({
    name,
    validUntil: validUntil === null ? null : Date.parse(validUntil),
  }));
}
