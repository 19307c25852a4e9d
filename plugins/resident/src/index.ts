export { residentPlugin } from './plugin.ts';
