import type { FastifyInstance } from 'fastify';

/** Takes a definition's source as YAML: the body is then `{ source }`. */
export function readYamlBodies(app: FastifyInstance) {
  app.addContentTypeParser(
    ['application/yaml', 'application/x-yaml', 'text/yaml'],
    { parseAs: 'string' },
    (_request, text, done) => done(null, { source: text }),
  );
}
