import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Ecou</title>
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
  </head>
  <body>
    <div id="pages"></div>
    <script src="/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

/** As the services' own pages. It is a file of its own: the page runs no script that stands in it. */
const options = {
  url: '/openapi.json',
  dom_id: '#pages',
  filter: true,
  persistAuthorization: true,
  docExpansion: 'none',
  displayRequestDuration: true,
};
const start = `SwaggerUIBundle(${JSON.stringify(options)});\n`;

/** Pages to try the API of all services. */
export function docsPage(app: FastifyInstance): void {
  app.register(files, { root: assets, prefix: '/docs/assets/', allowedPath: (path) => /\.(css|js)$/.test(path) });
  app.get('/docs/start.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(start));
  app.get('/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
}
