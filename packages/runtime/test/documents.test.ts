import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import t from 'tap';
import { createDocuments } from '../src/documents.ts';
import { openTestStore, refusal } from './query-store.ts';

const opened = await openTestStore();
const { store, now, pass } = opened;
t.teardown(() => opened.close());
const documentsFolder = join(opened.folder, 'documents');
const LIMIT = 64 * 1024;
const documents = createDocuments(store, { documentsFolder, documentLimitBytes: LIMIT }, now);

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const put = (bytes: Buffer, name: string, mediaType = '', partyId = 'office') =>
  documents.put({ stream: Readable.from([bytes]), name, mediaType, partyId });

/** Every file below the documents' folder. */
function files(): string[] {
  return readdirSync(documentsFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

/** A zip file of entries that are not compressed. */
function zip(entries: Record<string, string>): Buffer {
  const parts = Object.entries(entries).map(([name, content]) => {
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt32LE(crc32(content), 14);
    head.writeUInt32LE(Buffer.byteLength(content), 18);
    head.writeUInt32LE(Buffer.byteLength(content), 22);
    head.writeUInt16LE(name.length, 26);
    return Buffer.concat([head, Buffer.from(name), Buffer.from(content)]);
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  return Buffer.concat([...parts, end]);
}

const contentTypes = (part: string, type: string) =>
  `<?xml version="1.0"?><Types><Override PartName="${part}" ContentType="${type}.main+xml"/></Types>`;
const OFFICE = 'application/vnd.openxmlformats-officedocument';
const DOCX = zip({
  '[Content_Types].xml': contentTypes('/word/document.xml', `${OFFICE}.wordprocessingml.document`),
  'word/document.xml': '<w:document/>',
});
const XLSX = zip({
  '[Content_Types].xml': contentTypes('/xl/workbook.xml', `${OFFICE}.spreadsheetml.sheet`),
  'xl/workbook.xml': '<workbook/>',
});
const ODT = zip({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<x/>' });
const PDF = Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF');
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
const WEBP = Buffer.concat([
  Buffer.from('RIFF'),
  Buffer.from([26, 0, 0, 0]),
  Buffer.from('WEBPVP8 '),
  Buffer.alloc(18),
]);
const MP3 = Buffer.concat([
  Buffer.from('fffb9064', 'hex'),
  Buffer.alloc(413),
  Buffer.from('fffb9064', 'hex'),
  Buffer.alloc(413),
]);
const ftyp = (brand: string) =>
  Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}`), Buffer.alloc(12)]);
const EXE = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(126)]);
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

t.test('each allowed type is known by its content, whatever the sender says or not', async (t) => {
  const check = async (bytes: Buffer, name: string, claimed: string, mediaType: string) => {
    t.match(
      await put(bytes, name, claimed),
      { mediaType, size: bytes.length, sha256: sha256(bytes), name },
      name,
    );
  };
  await check(PDF, '申请.pdf', 'application/pdf', 'application/pdf');
  await check(PNG, 'a.png', 'image/png', 'image/png');
  await check(JPEG, 'a.JPG', 'image/jpg', 'image/jpeg');
  await check(WEBP, 'a.webp', 'application/octet-stream', 'image/webp');
  await check(DOCX, 'a.docx', '', `${OFFICE}.wordprocessingml.document`);
  await check(XLSX, 'a.xlsx', '', `${OFFICE}.spreadsheetml.sheet`);
  await check(ODT, 'a.odt', '', 'application/vnd.oasis.opendocument.text');
  await check(MP3, 'a.mp3', 'audio/mpeg', 'audio/mpeg');
  await check(ftyp('isom'), 'a.mp4', 'video/mp4', 'video/mp4');
  await check(ftyp('M4A '), 'a.m4a', 'audio/x-m4a', 'audio/mp4');
  await check(ftyp('mp42'), 'phone.m4a', '', 'audio/mp4');
  await check(Buffer.from('\uFEFF证言\n第二行'), 'a.txt', 'text/plain; charset=utf-8', 'text/plain');
  await check(Buffer.from('姓名,年龄\n甲,30\n'), 'a.csv', 'application/vnd.ms-excel', 'text/csv');
  await check(Buffer.from('BM,1\nMZ,2\n'), 'b.csv', 'text/csv', 'text/csv');
  await check(PDF, 'no extension', '', 'application/pdf');
  await check(Buffer.from('words'), 'words', '', 'text/plain');
});

t.test('a file whose name or claimed type is not its content is refused as disguised', async (t) => {
  const before = files();
  const check = async (bytes: Buffer, name: string, claimed: string, found: string) =>
    t.rejects(put(bytes, name, claimed), refusal('GZ_DOCUMENT_DISGUISED', { found }), name);
  await check(EXE, 'report.pdf', 'application/pdf', 'exe');
  await check(PNG, 'photo.jpg', '', 'png');
  await check(PNG, 'photo.png', 'image/jpeg', 'png');
  await check(PDF, 'invoice.pdf.exe', 'application/pdf', 'pdf');
  await check(PDF, 'odd.pdf', 'text/html', 'pdf');
  await check(zip({ 'a.txt': 'x' }), 'letter.docx', '', 'zip');
  await check(XLSX, 'letter.docx', '', 'xlsx');
  await check(SVG, 'picture.png', 'image/png', 'svg');
  await check(SVG, 'notes.txt', 'text/plain', 'svg');
  await check(Buffer.from('\n <!DOCTYPE html><p>x'), 'notes.txt', '', 'html');
  await check(Buffer.from('#!/bin/sh\nrm -rf /'), 'notes.txt', '', 'script');
  await check(Buffer.from('a\0b'), 'notes.txt', '', 'unknown');
  await check(Buffer.from([0xb2, 0xe2, 0xca, 0xd4]), 'gbk.csv', '', 'unknown');
  t.same(files(), before, 'nothing stays');
});

t.test('a type that is not allowed is refused even when it is honest', async (t) => {
  const before = files();
  const check = async (bytes: Buffer, name: string, claimed: string, found: string) =>
    t.rejects(put(bytes, name, claimed), refusal('GZ_DOCUMENT_TYPE', { found }), name);
  await check(SVG, 'picture.svg', 'image/svg+xml', 'svg');
  await check(Buffer.from('<html><script>1</script>'), 'page.html', 'text/html', 'html');
  await check(EXE, 'setup.exe', 'application/x-msdownload', 'exe');
  await check(zip({ 'a.txt': 'x' }), 'all.zip', 'application/zip', 'zip');
  await check(Buffer.from('GIF89a\0\0\0\0'), 'a.gif', 'image/gif', 'gif');
  await check(Buffer.from('<?xml version="1.0"?><a/>'), 'a.xml', 'application/xml', 'xml');
  await check(Buffer.from('{\\rtf1 x}'), 'a.rtf', 'application/rtf', 'rtf');
  await check(Buffer.from([1, 2, 3, 4]), 'a.bin', '', 'unknown');
  t.same(files(), before, 'nothing stays');
});

t.test('an empty file is refused', async (t) => {
  await t.rejects(put(Buffer.alloc(0), 'a.txt'), refusal('GZ_DOCUMENT_EMPTY'));
});

t.test('a file over the limit is refused at the first byte too many, and nothing stays', async (t) => {
  const before = files();
  let sent = 0;
  const endless = Readable.from(
    (function* () {
      for (;;) {
        sent += 1024;
        yield Buffer.alloc(1024, 'a');
      }
    })(),
  );
  await t.rejects(
    documents.put({ stream: endless, name: 'a.txt', mediaType: '', partyId: 'office' }),
    refusal('GZ_DOCUMENT_TOO_LARGE', { limit: LIMIT }),
  );
  t.ok(sent < 4 * LIMIT, 'it was not read to its end');
  t.same(files(), before);
  t.equal((await put(Buffer.alloc(LIMIT, 'a'), 'a.txt')).size, LIMIT, 'the limit itself is allowed');
});

t.test('nothing stays of an upload that breaks off', async (t) => {
  const before = files();
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from('%PDF-1.7');
      throw new Error('connection lost');
    })(),
  );
  await t.rejects(documents.put({ stream: broken, name: 'a.pdf', mediaType: '', partyId: 'office' }), {
    message: 'connection lost',
  });
  t.same(files(), before);
});

t.test('the same bytes twice are one file, of the first sender, and both attach it', async (t) => {
  const bytes = Buffer.from('the same words');
  const first = await put(bytes, 'one.txt', '', 'office');
  pass(1000);
  const second = await put(bytes, 'two.txt', '', 'provider');
  t.same({ ...second, name: 'one.txt' }, first);
  t.equal(files().filter((name) => name === first.sha256).length, 1);
  t.equal(statSync(join(documentsFolder, first.sha256.slice(0, 2), first.sha256)).size, bytes.length);
  for (const partyId of ['office', 'provider'])
    t.same(await documents.attachable(first.sha256, partyId, '../证.txt'), {
      sha256: first.sha256,
      name: '证.txt',
      mediaType: 'text/plain',
      size: bytes.length,
    });
});

t.test('only who sent the bytes attaches them, and under an honest name', async (t) => {
  const { sha256 } = await put(Buffer.from('mine'), 'mine.txt', '', 'office');
  const unknown = refusal('GZ_DOCUMENT_UNKNOWN', { sha256 });
  await t.rejects(documents.attachable(sha256, 'provider', 'mine.txt'), unknown);
  await t.rejects(documents.attachable('0'.repeat(64), 'office', 'a.txt'), refusal('GZ_DOCUMENT_UNKNOWN'));
  const disguised = refusal('GZ_DOCUMENT_DISGUISED', { claimed: '.exe', found: 'text/plain' });
  await t.rejects(documents.attachable(sha256, 'office', 'mine.exe'), disguised);
  t.match(await documents.attachable(sha256, 'office', 'no extension'), { name: 'no extension' });
});

t.test('what a killed process left behind is removed a day later', async (t) => {
  const old = join(documentsFolder, '.upload-old');
  const young = join(documentsFolder, '.upload-young');
  for (const file of [old, young]) writeFileSync(file, 'half a file');
  utimesSync(old, new Date(0), new Date(0));
  const restarted = createDocuments(store, { documentsFolder, documentLimitBytes: LIMIT }, now);
  const upload = {
    stream: Readable.from([Buffer.from('next')]),
    name: 'a.txt',
    mediaType: '',
    partyId: 'office',
  };
  await restarted.put(upload);
  t.notOk(existsSync(old));
  t.ok(existsSync(young), 'another process may be at it');
  rmSync(young);
});

t.test('the same bytes at once from several senders are one file', async (t) => {
  const bytes = Buffer.from('all together');
  const stored = await Promise.all(
    Array.from({ length: 8 }, (_, index) => put(bytes, 'a.txt', '', `p${index}`)),
  );
  t.equal(new Set(stored.map((each) => each.partyId)).size, 1);
  t.equal(files().filter((name) => name === sha256(bytes)).length, 1);
  t.notMatch(files().join(' '), /upload-/);
});

t.test('a document is found and read by the hash of its bytes', async (t) => {
  const stored = await put(PDF, 'a.pdf');
  const { name: _name, ...found } = stored;
  t.same(await documents.find(stored.sha256), found);
  t.same(await buffer(await documents.open(stored.sha256)), PDF);
  for (const sha of ['0'.repeat(64), '../../etc/passwd', '', stored.sha256.toUpperCase()]) {
    t.equal(await documents.find(sha), null);
    await t.rejects(documents.open(sha), refusal('GZ_DOCUMENT_UNKNOWN'));
  }
});

t.test('a name is made safe to show and to save', async (t) => {
  const check = async (given: string, name: string) =>
    t.equal((await put(Buffer.from('words'), given)).name, name, JSON.stringify(given));
  await check('../../etc/证言.txt', '证言.txt');
  await check('C:\\Users\\王\\a.txt', 'a.txt');
  await check('a\u202Etxt.exe\u2066.txt', 'atxt.exe.txt');
  await check('li\u0000ne\r\nbreak\u200B.txt', 'linebreak.txt');
  await check(' ..hidden.txt. ', 'hidden.txt');
  await check('a<b>|"c"?.txt', 'a_b___c__.txt');
  await check('', 'document');
  await check('..', 'document');
  await check(`${'长'.repeat(300)}.txt`, `${'长'.repeat(196)}.txt`);
});
