export { createServer } from './create-server.ts';
export { serverErrors } from './errors.ts';
export { openApi } from './open-api.ts';
export { defaultOptions, type ServerOptions, type ServerSettings } from './options.ts';
