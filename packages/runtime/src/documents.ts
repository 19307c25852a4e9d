/** Uploaded files, by the SHA-256 of their bytes. Whether somebody may read one is decided by the case it is in. */
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, statSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AttachedDocument } from '@gongzhi/engine';
import { directoryErrors } from './directory-errors.ts';
import { checkDocument, checkDocumentName, documentName } from './document-type.ts';
import type { RuntimeConfig } from './runtime.ts';
import { DocumentRow, DocumentUploadRow } from './store/directory-rows.ts';
import type { Store } from './store/open.ts';

export interface StoredDocument {
  sha256: string;
  mediaType: string;
  size: number;
  storedAt: number;
  /** The party that uploaded it first. */
  partyId: string;
}

export interface UploadedDocument extends StoredDocument {
  /** The sender's name for it, made safe: no path, no hidden characters, at most 200 characters. */
  name: string;
}

export interface Documents {
  /**
   * Stores the bytes and says what they are, by their content, not by what the sender claims.
   *
   * Refuses with GZ_DOCUMENT_TOO_LARGE, GZ_DOCUMENT_TYPE (not an allowed type), GZ_DOCUMENT_DISGUISED (content is not
   * what the name or the claimed type says), GZ_DOCUMENT_EMPTY. Nothing of a refused upload stays.
   */
  put(upload: {
    stream: Readable;
    name: string;
    mediaType: string;
    partyId: string;
  }): Promise<UploadedDocument>;
  find(sha256: string): Promise<StoredDocument | null>;
  /**
   * The document as it is attached to a case, under a name made safe. Only for a party that has sent these bytes
   * itself: whoever knows a hash must not get at the bytes that way.
   *
   * Refuses with GZ_DOCUMENT_UNKNOWN, GZ_DOCUMENT_DISGUISED (the name's extension is not the content's).
   */
  attachable(sha256: string, partyId: string, name: string): Promise<AttachedDocument>;
  /** Refuses with GZ_DOCUMENT_UNKNOWN. */
  open(sha256: string): Promise<Readable>;
}

const SHA256 = /^[0-9a-f]{64}$/;
/** Beginning of the name of a file that is still coming. */
const UPLOAD = '.upload-';
const UPLOAD_AGE_LIMIT_MS = 24 * 60 * 60_000;

export function createDocuments(
  store: Store,
  config: Pick<RuntimeConfig, 'documentsFolder' | 'documentLimitBytes'>,
  now: () => number,
): Documents {
  const place = (sha256: string) => join(config.documentsFolder, sha256.slice(0, 2), sha256);

  async function find(sha256: string): Promise<StoredDocument | null> {
    if (!SHA256.test(sha256)) return null;
    const row = await store.em().findOne(DocumentRow, { sha256 });
    if (row === null) return null;
    const { mediaType, size, storedAt, partyId } = row;
    return { sha256, mediaType, size, storedAt, partyId };
  }

  /** The row comes last: a file without one is a document that was never acknowledged. */
  async function register(document: StoredDocument): Promise<StoredDocument> {
    const { sha256, partyId } = document;
    const em = store.em();
    await em.upsert(DocumentRow, document, { onConflictAction: 'ignore' });
    await em.upsert(
      DocumentUploadRow,
      { sha256, partyId, at: document.storedAt },
      { onConflictAction: 'ignore' },
    );
    return (await find(sha256)) ?? document;
  }

  let swept: Promise<void> | undefined;

  return {
    async put({ stream, name: given, mediaType: claimed, partyId }) {
      const name = documentName(given);
      await mkdir(config.documentsFolder, { recursive: true, mode: 0o700 });
      await (swept ??= sweepUploads(config.documentsFolder));
      const upload = join(config.documentsFolder, `${UPLOAD}${randomBytes(12).toString('hex')}`);
      try {
        const { sha256, size } = await receive(stream, upload, config.documentLimitBytes);
        const mediaType = await checkDocument(upload, { name, mediaType: claimed });
        await keep(upload, place(sha256));
        return { ...(await register({ sha256, mediaType, size, storedAt: now(), partyId })), name };
      } finally {
        await rm(upload, { force: true });
      }
    },

    find,

    async attachable(sha256, partyId, given) {
      const stored = await find(sha256);
      const isSender =
        stored !== null && (await store.em().count(DocumentUploadRow, { sha256, partyId })) > 0;
      if (!isSender) throw unknown(sha256);
      const name = documentName(given);
      checkDocumentName(name, stored.mediaType);
      return { sha256, name, mediaType: stored.mediaType, size: stored.size };
    },

    async open(sha256) {
      if ((await find(sha256)) === null) throw unknown(sha256);
      return (await open(place(sha256), 'r')).createReadStream();
    },
  };
}

const unknown = (sha256: string) =>
  directoryErrors.error('GZ_DOCUMENT_UNKNOWN', { sha256: sha256.slice(0, 64) });

/**
 * Writes the stream to the file, durably, and says what came.
 *
 * Refuses with GZ_DOCUMENT_TOO_LARGE at the first byte over the limit, and with GZ_DOCUMENT_EMPTY.
 */
async function receive(
  stream: Readable,
  file: string,
  limit: number,
): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  const measure = new Transform({
    transform(bytes: Buffer, _encoding, done) {
      size += bytes.length;
      if (size > limit) return done(directoryErrors.error('GZ_DOCUMENT_TOO_LARGE', { limit }));
      hash.update(bytes);
      done(null, bytes);
    },
  });
  await pipeline(stream, measure, createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }));
  if (size === 0) throw directoryErrors.error('GZ_DOCUMENT_EMPTY');
  return { sha256: hash.digest('hex'), size };
}

/** Gives the file its place. The same bytes are there already or not: either way it is one file afterwards. */
async function keep(upload: string, place: string): Promise<void> {
  const folder = dirname(place);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(upload, place);
  for (const each of [folder, dirname(folder)]) {
    const handle = await open(each, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

/** Removes what a process that was killed left behind. By the clock of the file system: it dates the files. */
async function sweepUploads(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(UPLOAD)) continue;
    const file = join(folder, name);
    const found = statSync(file, { throwIfNoEntry: false });
    if (found !== undefined && Date.now() - found.mtimeMs > UPLOAD_AGE_LIMIT_MS)
      await rm(file, { force: true });
  }
}
