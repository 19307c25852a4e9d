import Type from 'typebox';
import { Id, Sha256 } from './text.ts';

/** The head of the case's chain, signed by this installation, for the parties to keep. */
export const SignedHead = Type.Object(
  {
    caseId: Id,
    seq: Type.Integer(),
    hash: Sha256,
    /** Epoch ms, not ISO: it is signed as it is. */
    at: Type.Integer({ description: 'Epoch ms: the signature is over this form.' }),
    signature: Type.String({
      description: 'Ed25519 over the canonical JSON of the other fields, base64url.',
    }),
    publicKey: Type.String({ description: 'Raw, base64url.' }),
  },
  {
    title: 'SignedHead',
    examples: [
      {
        caseId: '0198f2a4-7c11-7d20-9d5e-2f4e5a1b9c33',
        seq: 3,
        hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        at: 1_778_030_400_000,
        signature: 'n4bQ…',
        publicKey: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
      },
    ],
  },
);
