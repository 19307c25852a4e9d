export { schoolPlugin } from './plugin.ts';
