/** The installation's Ed25519 key: signs heads of journals, so that parties can show later what they were given. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '@gongzhi/engine';
import type { SignedHead } from './runtime.ts';

export interface SigningKey {
  sign(head: Omit<SignedHead, 'signature' | 'publicKey'>): SignedHead;
}

/** Reads the key, or makes it at the first start; the file is its owner's alone. */
export function openSigningKey(keysFolder: string): SigningKey {
  const file = join(keysFolder, 'journal-ed25519.pem');
  const privateKey = createPrivateKey(read(file) ?? make(keysFolder, file));
  const publicKey = rawPublicKey(privateKey);
  return {
    sign(head) {
      const message = canonicalJson({ ...head, publicKey });
      return {
        ...head,
        publicKey,
        signature: sign(null, Buffer.from(message), privateKey).toString('base64url'),
      };
    },
  };
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function make(keysFolder: string, file: string): string {
  mkdirSync(keysFolder, { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  try {
    writeFileSync(file, pem, { mode: 0o600, flag: 'wx' });
    return pem;
  } catch (error) {
    // Another process made it first.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readFileSync(file, 'utf8');
    throw error;
  }
}

/** The last 32 bytes of the SPKI form. */
function rawPublicKey(privateKey: KeyObject): string {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return spki.subarray(spki.length - 32).toString('base64url');
}
