import t from 'tap';
import { pluginProblems } from '../../government/test/plugin-contract.ts';
import { socialOrganizationPlugin } from '../src/index.ts';

t.test('the plugin is fit to be registered', (t) => {
  t.strictSame(pluginProblems(socialOrganizationPlugin), []);
  t.end();
});
