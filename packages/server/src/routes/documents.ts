import type { MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { serverErrors } from '../errors.ts';
import { route } from '../route.ts';

export function documentRoutes(app: FastifyInstance, context: Context) {
  route(app, 'uploadDocument', async ({ request, identity }) => {
    await context.limits.upload(request);
    try {
      const file = await fileOf(request);
      refuseCut(file, context.options.uploadLimitBytes);
      const { sha256, size, mediaType } = await context.runtime.documents.put({
        stream: file.file,
        name: file.filename,
        mediaType: file.mimetype,
        partyId: identity.actor.partyId,
      });
      return { sha256, size, mediaType };
    } catch (error) {
      // What is still coming is read and dropped, so that the caller gets to read the refusal.
      request.raw.unpipe();
      request.raw.resume();
      throw error;
    }
  });
}

/** The parser ends a file at the limit as if that were all of it; here it fails instead, with GZ_BODY_TOO_LARGE. */
function refuseCut({ file }: MultipartFile, limit: number) {
  const refuse = () => file.destroy(serverErrors.error('GZ_BODY_TOO_LARGE', { limit }));
  if (file.truncated) refuse();
  else file.once('limit', refuse);
}

/** Refuses with GZ_UPLOAD_MALFORMED, GZ_MEDIA_TYPE. */
async function fileOf(request: FastifyRequest): Promise<MultipartFile> {
  const type = (request.headers['content-type'] ?? '').slice(0, 100);
  if (!request.isMultipart()) throw serverErrors.error('GZ_MEDIA_TYPE', { type });
  const file = await request.file();
  if (file?.fieldname !== 'file' || !file.filename) throw serverErrors.error('GZ_UPLOAD_MALFORMED');
  return file;
}
