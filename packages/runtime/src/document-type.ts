/** What an uploaded file is, by its content; and whether its name and its claimed type say the same. */
import { createReadStream } from 'node:fs';
import { fileTypeFromFile } from 'file-type';
import { directoryErrors } from './directory-errors.ts';

interface DocumentType {
  mediaType: string;
  extensions: string[];
  /** What else senders call it. */
  aliases?: string[];
  /** Types of one family look alike from inside; the name decides between them. */
  family: string;
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';

const ALLOWED: DocumentType[] = [
  { mediaType: 'application/pdf', extensions: ['pdf'], aliases: ['application/x-pdf'], family: 'pdf' },
  { mediaType: 'image/png', extensions: ['png'], family: 'png' },
  {
    mediaType: 'image/jpeg',
    extensions: ['jpg', 'jpeg'],
    aliases: ['image/jpg', 'image/pjpeg'],
    family: 'jpg',
  },
  { mediaType: 'image/webp', extensions: ['webp'], family: 'webp' },
  { mediaType: `${OFFICE}.wordprocessingml.document`, extensions: ['docx'], family: 'docx' },
  { mediaType: `${OFFICE}.spreadsheetml.sheet`, extensions: ['xlsx'], family: 'xlsx' },
  { mediaType: 'application/vnd.oasis.opendocument.text', extensions: ['odt'], family: 'odt' },
  { mediaType: 'audio/mpeg', extensions: ['mp3'], aliases: ['audio/mp3'], family: 'mp3' },
  { mediaType: 'video/mp4', extensions: ['mp4'], aliases: ['audio/mp4'], family: 'mp4' },
  {
    mediaType: 'audio/mp4',
    extensions: ['m4a'],
    aliases: ['audio/x-m4a', 'audio/m4a', 'video/mp4'],
    family: 'mp4',
  },
  { mediaType: 'text/plain', extensions: ['txt'], family: 'text' },
  {
    mediaType: 'text/csv',
    extensions: ['csv'],
    // A browser on Windows calls a .csv what the installed program is registered for.
    aliases: ['text/plain', 'application/csv', 'application/vnd.ms-excel'],
    family: 'text',
  },
];

const ALLOWED_EXTENSIONS = ALLOWED.flatMap(({ extensions }) => extensions).join(', ');
const NO_CLAIM = new Set(['', 'application/octet-stream', 'binary/octet-stream']);

/**
 * The media type of the file's content.
 *
 * Refuses with GZ_DOCUMENT_DISGUISED what the name or the claimed type calls otherwise, and with GZ_DOCUMENT_TYPE what
 * is honest but not allowed.
 */
export async function checkDocument(
  file: string,
  claim: { name: string; mediaType: string },
): Promise<string> {
  const extension = extensionOf(claim.name);
  const claimed = (claim.mediaType.split(';')[0] ?? '').trim().toLowerCase();
  const found = await familyOf(file);
  const candidates = ALLOWED.filter(({ family }) => family === found);
  const type = candidates.find(
    (candidate) => agreesWithName(candidate, extension) && agreesWithClaim(candidate, claimed),
  );
  if (type !== undefined) return type.mediaType;
  if (candidates.length === 0 && !isAllowedClaim(extension, claimed))
    throw directoryErrors.error('GZ_DOCUMENT_TYPE', { found, allowed: ALLOWED_EXTENSIONS });
  throw directoryErrors.error('GZ_DOCUMENT_DISGUISED', {
    claimed: [extension === '' ? '' : `.${extension}`, claimed].filter((word) => word !== '').join(' '),
    found,
  });
}

/** Refuses with GZ_DOCUMENT_DISGUISED a name whose extension is not one of the media type's. */
export function checkDocumentName(name: string, mediaType: string): void {
  const extension = extensionOf(name);
  const type = ALLOWED.find((each) => each.mediaType === mediaType);
  if (type === undefined || !agreesWithName(type, extension))
    throw directoryErrors.error('GZ_DOCUMENT_DISGUISED', { claimed: `.${extension}`, found: mediaType });
}

function agreesWithName({ extensions }: DocumentType, extension: string): boolean {
  return extension === '' || extensions.includes(extension);
}

function agreesWithClaim({ mediaType, aliases = [] }: DocumentType, claimed: string): boolean {
  return NO_CLAIM.has(claimed) || claimed === mediaType || aliases.includes(claimed);
}

const isAllowedClaim = (extension: string, claimed: string): boolean =>
  ALLOWED.some(({ extensions, mediaType }) => extensions.includes(extension) || claimed === mediaType);

/** A family of `ALLOWED`, or a word for what it is instead. */
async function familyOf(file: string): Promise<string> {
  const known = await fileTypeFromFile(file);
  if (known?.ext === 'm4a') return 'mp4';
  const binary = ALLOWED.find(({ family }) => family === known?.ext);
  if (binary !== undefined && binary.family !== 'text') return binary.family;
  return (await textKind(file)) ?? known?.ext ?? 'unknown';
}

/** `text`, or what kind of text it is that a program would run or draw; null: not text in UTF-8. */
async function textKind(file: string): Promise<string | null> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let head = '';
  try {
    for await (const bytes of createReadStream(file)) {
      const words = decoder.decode(bytes as Buffer, { stream: true });
      if (UNPRINTABLE.test(words)) return null;
      if (head.length < HEAD_LENGTH) head += words.slice(0, HEAD_LENGTH);
    }
    decoder.decode();
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      return null;
    throw error;
  }
  return RUNNABLE.find(([pattern]) => pattern.test(head))?.[1] ?? 'text';
}

const HEAD_LENGTH = 4096;
/** Control characters other than tab, line feed, form feed, carriage return. */
const UNPRINTABLE = /[^\P{Cc}\t\n\f\r]/u;
/** What browsers and shells take for something to run. Source: WHATWG MIME Sniffing §7.1, the leading bytes. */
const RUNNABLE: [RegExp, string][] = [
  [/^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*|<!doctype svg[^>]*>\s*)*<svg\b/i, 'svg'],
  [/^\s*<\?xml/i, 'xml'],
  [/^\s*<[!/a-z]/i, 'html'],
  [/^#!/, 'script'],
  [/^\{\\rtf/, 'rtf'],
  [/^%!PS/, 'ps'],
];

function extensionOf(name: string): string {
  return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

const NAME_LENGTH_MAX = 200;

/** A name that can be shown and saved anywhere: no path, no hidden characters, at most 200 characters. */
export function documentName(given: string): string {
  const base = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const shown = base
    .replace(HIDDEN, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '');
  const letters = [...shown];
  if (letters.length <= NAME_LENGTH_MAX) return shown === '' ? 'document' : shown;
  const ending = /\.[^. ]{1,10}$/.exec(shown)?.[0] ?? '';
  return letters.slice(0, NAME_LENGTH_MAX - [...ending].length).join('') + ending;
}

/** Control, format (bidirectional, zero-width), lone surrogate and private characters, line separators. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu;
