/** Documents of a case: attached by command, read by whoever the case shows them to. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { CaseDocument, CommandBody } from '@gongzhi/engine';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { serverErrors } from '../errors.ts';
import { languageOf } from '../language.ts';
import { readCase } from '../read-case.ts';
import { route } from '../route.ts';

export function caseDocumentRoutes(app: FastifyInstance, context: Context) {
  const { documents } = context.runtime;

  route(app, 'attachDocument', async (call) => {
    const { sha256, name, title, visibleTo } = call.body;
    const stored = await documents.find(sha256);
    // Whoever names a hash that others uploaded must not get at the bytes that way.
    if (stored === null || stored.partyId !== call.identity.actor.partyId)
      throw serverErrors.error('GZ_DOCUMENT_NOT_THERE');
    const body: CommandBody = {
      kind: 'document.attach',
      document: {
        sha256,
        name,
        mediaType: stored.mediaType,
        size: stored.size,
        ...(title === undefined ? {} : { title }),
        ...(visibleTo === undefined ? {} : { visibleTo }),
      },
    };
    return act(context, call, { caseId: call.params.caseId, body });
  });

  route(app, 'downloadDocument', async ({ params, identity, request, reply }) => {
    const { view } = await readCase(context, identity, params.caseId);
    const document = view.documents.find(({ documentId }) => documentId === params.documentId);
    if (document === undefined) throw serverErrors.error('GZ_DOCUMENT_NOT_THERE');
    if (document.file === null) return sendIssued(reply, document, languageOf(request));
    asAttachment(reply, document.file.name, document.file.mediaType);
    reply.header('content-length', document.file.size);
    return documents.open(document.file.sha256);
  });
}

function sendIssued(reply: FastifyReply, { name, body }: CaseDocument, language: 'zh-CN' | 'en') {
  asAttachment(reply, `${name}.txt`, 'text/plain; charset=utf-8');
  reply.header('content-language', language);
  return body?.[language] ?? '';
}

/** What people upload is never run in this site's name: saved, not shown; and if shown, in a sandbox. */
function asAttachment(reply: FastifyReply, name: string, mediaType: string) {
  reply
    .type(mediaType)
    .header('content-disposition', contentDisposition(name))
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('cache-control', 'private, no-cache');
}

/** Source: RFC 6266 with RFC 8187 for names beyond ASCII. */
function contentDisposition(name: string): string {
  const ascii = name.replace(/[^\w. -]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*!]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
