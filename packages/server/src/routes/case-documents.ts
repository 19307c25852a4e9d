/** Documents of a case: attached by command, read by whoever the case shows them to. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CaseDocument, CaseView, CommandBody } from '@gongzhi/engine';
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
    const document = await documents.attachable(sha256, call.identity.actor.partyId, name);
    const body: CommandBody = {
      kind: 'document.attach',
      document: {
        ...document,
        ...(title === undefined ? {} : { title }),
        ...(visibleTo === undefined ? {} : { visibleTo }),
      },
    };
    return act(context, call, { caseId: call.params.caseId, body });
  });

  route(app, 'downloadDocument', async ({ params, identity, request, reply }) => {
    const { view } = await readCase(context, identity, params.caseId);
    return sendDocument(context, view, params.documentId, request, reply);
  });
}

/** Sends a document that the view shows. Refuses with GZ_DOCUMENT_NOT_THERE. */
export async function sendDocument(
  { runtime }: Context,
  view: CaseView,
  documentId: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const document = view.documents.find((shown) => shown.documentId === documentId);
  if (document === undefined) throw serverErrors.error('GZ_DOCUMENT_NOT_THERE');
  if (document.file === null) return sendIssued(reply, document, languageOf(request));
  asAttachment(reply, document.file.name, document.file.mediaType);
  reply.header('content-length', document.file.size);
  return runtime.documents.open(document.file.sha256);
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
