/** Turns whatever was thrown into problem details (RFC 9457), in the caller's language. */
import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GongzhiError, type Language, type Refusal } from '@gongzhi/engine';
import type { ProblemDetails } from '@gongzhi/api';
import { serverErrors } from './errors.ts';
import { fieldProblems, type FieldProblem } from './field-problems.ts';
import { DEPTH_LIMIT } from './json-body.ts';
import { languageOf } from './language.ts';
import { refuseUnknownRoute } from './unknown-route.ts';

/** Answers every error of this server, and every route that is not there. */
export function answerProblems(app: FastifyInstance) {
  app.setErrorHandler<FastifyError>((error, request, reply) => sendProblem(error, request, reply));
  app.setNotFoundHandler((request, reply) => sendProblem(refuseUnknownRoute(request, reply), request, reply));
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const refusal = refusalOf(error, request);
  if (refusal.status >= 500) request.log.error({ err: error, code: refusal.code }, 'request failed');
  if (refusal.status === 429 || refusal.status === 503) reply.header('retry-after', secondsToWait(refusal));
  if (refusal.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(refusal.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problemDetails(refusal, languageOf(request), request.id));
}

export function problemDetails(refusal: Refusal, language: Language, requestId: string): ProblemDetails {
  const { fields, ...details } = (refusal.details ?? {}) as { fields?: FieldProblem[] };
  return {
    type: `/docs/errors#${refusal.code}`,
    title: STATUS_CODES[refusal.status] ?? String(refusal.status),
    status: refusal.status,
    detail: refusal.message[language],
    code: refusal.code,
    remedy: refusal.remedy[language],
    instance: `urn:uuid:${requestId}`,
    ...(Object.keys(details).length > 0 ? { details } : {}),
    ...(fields === undefined ? {} : { fields }),
  };
}

function refusalOf(error: unknown, request: FastifyRequest): Refusal {
  if (error instanceof GongzhiError) return error.refusal;
  return refusalOfFastify(error as FastifyError, request) ?? serverErrors.refuse('GZ_INTERNAL');
}

/** Fastify's own errors by their codes; whatever else is ours to repair, and says nothing to the caller. */
function refusalOfFastify(error: FastifyError, request: FastifyRequest): Refusal | null {
  if (error.validation) return refuseShape(error);
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return serverErrors.refuse('GZ_MEDIA_TYPE', {
        type: (request.headers['content-type'] ?? '').slice(0, 100),
      });
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return serverErrors.refuse('GZ_BODY_TOO_LARGE', { limit: request.routeOptions.bodyLimit ?? 0 });
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return serverErrors.refuse('GZ_BODY_MALFORMED', { depth: DEPTH_LIMIT }, { why: error.message });
    case 'FST_FILES_LIMIT':
    case 'FST_PARTS_LIMIT':
    case 'FST_FIELDS_LIMIT':
    case 'FST_PROTO_VIOLATION':
      return serverErrors.refuse('GZ_UPLOAD_MALFORMED');
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return serverErrors.refuse('GZ_URL_MALFORMED');
    default:
      return null;
  }
}

function refuseShape(error: FastifyError): Refusal {
  const part = { body: '', querystring: '?', params: ':', headers: '' }[error.validationContext ?? 'body'];
  const fields = fieldProblems(error.validation as never);
  const first = `${part ?? ''}${fields[0]?.pointer.slice(1) ?? ''}` || 'body';
  return serverErrors.refuse(
    'GZ_REQUEST_INVALID',
    { count: fields.length, first },
    { fields: fields as never },
  );
}

/** What the refusal knows of when it may work again; else a moment. */
function secondsToWait({ args }: Refusal): number {
  if (typeof args['seconds'] === 'number') return args['seconds'];
  if (typeof args['minutes'] === 'number') return args['minutes'] * 60;
  return 2;
}
