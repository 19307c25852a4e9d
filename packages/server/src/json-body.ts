/** Reads JSON bodies: prototype poisoning, broken characters, NUL and deep nesting are refused before anybody looks. */
import type { FastifyInstance } from 'fastify';
import { serverErrors } from './errors.ts';

/** Levels of nesting in a body; forms of people need far fewer, and canonical JSON is recursive. */
export const DEPTH_LIMIT = 40;

export function readJsonBodies(app: FastifyInstance) {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (text.length === 0) return done(null, undefined);
    parse(request, text as string, (error, value: unknown) => {
      if (error) return done(malformed(error.message));
      const why = unfit(value);
      if (why !== null) return done(malformed(why));
      done(null, value);
    });
  });
}

function malformed(why: string) {
  return serverErrors.error('GZ_BODY_MALFORMED', { depth: DEPTH_LIMIT }, { why: why.slice(0, 200) });
}

/** Why a value cannot be stored or hashed; null: it can. Breadth first, so that depth costs no stack. */
function unfit(value: unknown): string | null {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH_LIMIT) return 'nested too deep';
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item === 'string' && !isFit(item)) return 'a string holds NUL or half a character';
      if (typeof item !== 'object' || item === null) continue;
      for (const [key, inner] of Object.entries(item)) {
        if (!isFit(key)) return 'a name holds NUL or half a character';
        next.push(inner);
      }
    }
    level = next;
  }
  return null;
}

/** PostgreSQL stores no NUL; RFC 8785 hashes no lone surrogate. */
function isFit(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
