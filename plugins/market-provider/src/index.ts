export { marketProviderPlugin } from './plugin.ts';
