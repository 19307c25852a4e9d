export { socialOrganizationPlugin } from './plugin.ts';
