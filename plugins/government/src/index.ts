export { governmentPlugin } from './plugin.ts';
