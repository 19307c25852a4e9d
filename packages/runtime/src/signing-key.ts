/** The installation's Ed25519 key: signs heads of journals, so that parties can show later what they were given. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { canonicalJson } from '@gongzhi/engine';
import { openKeyFile } from './key-file.ts';
import type { SignedHead } from './runtime.ts';

export interface SigningKey {
  /** The raw public key, base64url. */
  publicKey: string;
  sign(head: Omit<SignedHead, 'signature' | 'publicKey'>): SignedHead;
}

/** Reads the key, or makes it at the first start; the file is its owner's alone. */
export function openSigningKey(keysFolder: string): SigningKey {
  const privateKey = createPrivateKey(openKeyFile(keysFolder, 'journal-ed25519.pem', makePem));
  const publicKey = rawPublicKey(privateKey);
  return {
    publicKey,
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

function makePem(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The last 32 bytes of the SPKI form. */
function rawPublicKey(privateKey: KeyObject): string {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return spki.subarray(spki.length - 32).toString('base64url');
}
