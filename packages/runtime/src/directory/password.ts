/** Passwords as scrypt hashes: `scrypt$N$r$p$salt$hash`. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { directoryErrors } from '../directory-errors.ts';

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt,
);

/** 32 MiB and some 200 ms a try. Source: OWASP Password Storage Cheat Sheet, the scrypt row with N=2^15. */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const HASH_BYTES = 32;
const PASSWORD_LENGTH_MIN = 10;
const PASSWORD_LENGTH_MAX = 128;

/** So that an unknown login takes as long as a known one. Nothing has this hash. */
const NOBODY = `scrypt$${COST.N}$${COST.r}$${COST.p}$${Buffer.alloc(16).toString('base64url')}$${Buffer.alloc(HASH_BYTES).toString('base64url')}`;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await deriveHash(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Takes as long when there is no stored hash as when there is one. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, n, r, p, salt, expected] = (stored ?? NOBODY).split('$');
  const wanted = Buffer.from(expected ?? '', 'base64url');
  const cost = { N: Number(n), r: Number(r), p: Number(p) };
  const hash = await deriveHash(
    password.slice(0, PASSWORD_LENGTH_MAX * 2),
    Buffer.from(salt ?? '', 'base64url'),
    cost,
  );
  return wanted.length === hash.length && timingSafeEqual(hash, wanted) && stored !== null;
}

function deriveHash(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  return derive(password.normalize('NFKC'), salt, HASH_BYTES, {
    ...cost,
    maxmem: 256 * cost.N * cost.r,
  });
}

/** Refuses with GZ_PASSWORD_WEAK what is short, long, one character over and over, well known, or holds the login. */
export function checkPassword(password: string, login: string): void {
  const words = password.normalize('NFKC');
  const length = [...words].length;
  const weak =
    length < PASSWORD_LENGTH_MIN ||
    length > PASSWORD_LENGTH_MAX ||
    new Set(words).size < 4 ||
    (login.length >= 3 && words.toLowerCase().includes(login)) ||
    WELL_KNOWN.test(words);
  if (weak)
    throw directoryErrors.error('GZ_PASSWORD_WEAK', {
      min: PASSWORD_LENGTH_MIN,
      max: PASSWORD_LENGTH_MAX,
    });
}

/** The heads of the published lists that are at least ten characters long. */
const WELL_KNOWN =
  /^(0?1234567890?|0987654321|1q2w3e4r5t|1qaz2wsx3edc|qwertyuiop|qwerty\d*|password\d*!?|p@ssw0rd\d*|admin\d*|iloveyou\d*|abc\d+|woaini\d*|a?123456789a?|\d{4}123456|changeme\d*|letmein\d*|welcome\d*)$/i;
