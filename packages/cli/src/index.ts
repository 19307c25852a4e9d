export { plugins } from './plugins.ts';
export { seed } from './seed/seed.ts';
