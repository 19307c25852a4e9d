import t from 'tap';
import { start, temporaryFolder } from '../support/cli.ts';
import { followGuide } from './follow-guide.ts';
import { openSession } from './session.ts';

t.test(
  'an author who follows the guide sees what it shows, from the first line to a published procedure',
  async (t) => {
    const folder = temporaryFolder((clean) => t.teardown(clean));
    const server = await start(['dev'], { GONGZHI_FOLDER: `${folder}/var` });
    t.teardown(() => server.stop());
    const session = openSession(folder, { addresses: { 'http://127.0.0.1:7080': server.url } });
    t.teardown(() => session.close());
    await followGuide(t, 'guide-authors.md', session);
  },
);
