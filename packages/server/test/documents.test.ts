import { createHash, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import t from 'tap';
import { createClient } from '@gongzhi/api';
import { openWorld } from './support/world.ts';

/** The smallest PDF that is one. */
const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

interface Upload {
  name?: string;
  type?: string;
  bytes?: Buffer;
  field?: string;
}

async function upload(
  app: FastifyInstance,
  token: string,
  { name = 'a.pdf', type = 'application/pdf', bytes = pdf, field = 'file' }: Upload = {},
) {
  const payload = Buffer.concat([
    Buffer.from(
      `--b\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`,
    ),
    bytes,
    Buffer.from('\r\n--b--\r\n'),
  ]);
  const response = await app.inject({
    method: 'POST',
    url: '/v1/documents',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'multipart/form-data; boundary=b',
      'idempotency-key': randomUUID(),
    },
    payload,
  });
  return { status: response.statusCode, body: response.json() as Record<string, string> };
}

t.test('a document is uploaded, attached, and read by whom the case shows it to', async (t) => {
  const { app, as, openCase } = await openWorld(t);
  const [wang, li, zhao] = [await as('wang'), await as('li'), await as('zhao')];
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  const uploaded = await upload(app, wang.token);
  t.equal(uploaded.status, 201, JSON.stringify(uploaded.body));
  t.same(uploaded.body, { sha256, size: pdf.length, mediaType: 'application/pdf' });
  t.equal((await upload(app, wang.token)).status, 201, 'the same file again is no change');

  const url = `/v1/cases/${await openCase()}`;
  const attachment = { sha256, name: '检测 报告".pdf', title: '噪声检测报告' };
  const stolen = await li.post(`${url}/documents`, attachment);
  t.equal(stolen.body['code'], 'GZ_DOCUMENT_UNKNOWN', 'who did not upload it cannot attach it');
  const attached = await wang.post(`${url}/documents`, attachment);
  t.equal(attached.status, 201, attached.text);
  await upload(app, li.token);
  t.equal((await li.post(`${url}/documents`, attachment)).status, 201, 'who uploaded the same bytes can');
  type Document = { documentId: string; kind: string; file: object | null };
  const documents = (await li.get(url)).body['documents'] as Document[];
  const file = documents.find(({ kind }) => kind === 'attached')!;
  t.match(file.file, { sha256, size: pdf.length, mediaType: 'application/pdf' });

  const got = await li.get(`${url}/documents/${file.documentId}`);
  t.equal(got.status, 200);
  t.equal(got.text, pdf.toString());
  t.match(got.headers, {
    'content-type': 'application/pdf',
    'content-disposition': /^attachment; filename="[\w. -]+"; filename\*=UTF-8''%E6/,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
  });
  t.equal((await zhao.get(`${url}/documents/${file.documentId}`)).status, 404);
  t.equal((await li.get(`${url}/documents/nothing`)).body['code'], 'GZ_DOCUMENT_NOT_THERE');
});

t.test('a document that the case issued is read as text, in the reader’s language', async (t) => {
  const { as, openCase } = await openWorld(t);
  const wang = await as('wang');
  const url = `/v1/cases/${await openCase()}`;
  const [notice] = (await wang.get(url)).body['documents'] as { documentId: string }[];
  const english = await wang.get(`${url}/documents/${notice!.documentId}?lang=en`);
  t.equal(english.text, '夜间施工 is being handled.');
  t.match(english.headers, {
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': /notice\.txt/,
  });
  t.equal((await wang.get(`${url}/documents/${notice!.documentId}`)).text, '已受理 夜间施工。');
});

t.test(
  'an upload that is too large, empty, disguised, of a foreign type or malformed is refused',
  async (t) => {
    const { app, as } = await openWorld(t);
    const { token } = await as('wang');
    const code = async (given: Upload) => (await upload(app, token, given)).body['code'];
    t.equal(await code({ bytes: Buffer.concat([pdf, Buffer.alloc(200_000, 32)]) }), 'GZ_DOCUMENT_TOO_LARGE');
    t.equal(await code({ bytes: Buffer.alloc(0) }), 'GZ_DOCUMENT_EMPTY');
    t.equal(await code({ name: 'a.png', type: 'image/png' }), 'GZ_DOCUMENT_DISGUISED');
    const program = Buffer.from('MZ'.padEnd(300, '\0'));
    t.match(
      await code({ name: 'a.exe', type: 'application/x-msdownload', bytes: program }),
      /^GZ_DOCUMENT_(TYPE|DISGUISED)$/,
    );
    t.equal(await code({ field: 'picture' }), 'GZ_UPLOAD_MALFORMED');
    const json = await app.inject({
      method: 'POST',
      url: '/v1/documents',
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() },
      payload: { file: 'x' },
    });
    t.equal(json.json().code, 'GZ_MEDIA_TYPE');
  },
);

t.test('an upload beyond the server’s own limit is refused', async (t) => {
  const { app, as } = await openWorld(t, { uploadLimitBytes: 1000 });
  const { token } = await as('wang');
  const { status } = await upload(app, token, { bytes: Buffer.concat([pdf, Buffer.alloc(5000, 32)]) });
  t.equal(status, 413);
});

t.test(
  'over a real connection an upload that is refused is read to its end, so that the refusal arrives',
  async (t) => {
    const { app, as } = await openWorld(t);
    const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
    const wang = createClient({ baseUrl, token: (await as('wang')).token });
    const file = new Blob([pdf, new Uint8Array(5_000_000)], { type: 'application/pdf' });
    await t.rejects(wang.uploadDocument({ file, name: 'a.pdf' }), {
      code: 'GZ_DOCUMENT_TOO_LARGE',
      status: 413,
    });
    const again = await wang.uploadDocument({
      file: new Blob([pdf], { type: 'application/pdf' }),
      name: 'a.pdf',
    });
    t.equal(again.size, pdf.length);
  },
);
