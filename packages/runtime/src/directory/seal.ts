/**
 * Seals the keys of webhooks: they must be read again to sign with, so they cannot be hashed.
 *
 * AES-256-GCM with the installation's key, bound to the place where it is kept: a sealed key copied to another
 * party's row does not open. `open` throws when it was altered or the key is another one.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export interface Seal {
  close(words: string, place: string): string;
  open(sealed: string, place: string): string;
}

const [KEY_BYTES, NONCE_BYTES, TAG_BYTES] = [32, 12, 16];

export function createSeal(key: Buffer): Seal {
  if (key.length !== KEY_BYTES)
    throw new TypeError(`expected a key of ${KEY_BYTES} bytes, got ${key.length}`);
  return {
    close(words, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(words, 'utf8'), cipher.final()]);
      return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed.slice('v1.'.length), 'base64url');
      const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    },
  };
}
