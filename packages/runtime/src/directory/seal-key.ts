/** The key that seals webhooks' keys: 32 random bytes in a file of the installation, made at the first start. */
import { randomBytes } from 'node:crypto';
import { openKeyFile } from '../key-file.ts';

const KEY_BYTES = 32;

export function openSealKey(keysFolder: string): Buffer {
  return openKeyFile(keysFolder, 'contacts.key', () => randomBytes(KEY_BYTES));
}
