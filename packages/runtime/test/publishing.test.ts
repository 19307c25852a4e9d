import { readFileSync } from 'node:fs';
import t from 'tap';
import type { Actor } from '@gongzhi/engine';
import { readConfig, SYSTEM } from '@gongzhi/runtime';
import { openWorld, refusalOf } from './world.ts';

const source = readFileSync(new URL('./work-order.yaml', import.meta.url), 'utf8');
const second = source.replace('version: 1', 'version: 2');
const person = (memberId: string): Actor => ({
  memberId,
  partyId: 'town',
  partyKind: 'government',
  qualifications: [],
});

async function twoPersons() {
  const world = await openWorld({ file: true });
  return { world, runtime: await world.again({ twoPersons: true }) };
}

t.test('where two persons publish nobody but the system publishes alone', async (t) => {
  const { world, runtime } = await twoPersons();
  t.match(await refusalOf(runtime.definitions.publish(second, person('emil'))), {
    code: 'GZ_PUBLISH_TWO_PERSONS',
    status: 403,
  });
  t.match(await refusalOf(runtime.definitions.publishAll([{ source: second }], person('emil'))), {
    code: 'GZ_PUBLISH_TWO_PERSONS',
  });
  t.match(await runtime.definitions.publish(second, SYSTEM), { version: 2, active: true });
  await world.close();
});

t.test('another than the author approves, and what is published is what was submitted', async (t) => {
  const { world, runtime } = await twoPersons();
  const { publishing, definitions } = runtime;
  t.equal(publishing.required, true);
  const request = await publishing.submit(second, person('emil'), { note: 'two', file: 'v2.yaml' });
  t.match(request, { kind: 'publish', version: 2, status: 'pending', submittedBy: 'emil', note: 'two' });
  t.equal((await definitions.read('work-order'))!.version, 1);
  t.match(await refusalOf(publishing.approve(request.requestId, person('emil'))), {
    code: 'GZ_PUBLISH_SELF_APPROVAL',
    status: 403,
  });
  t.match(await publishing.approve(request.requestId, person('olga')), {
    status: 'approved',
    decidedBy: 'olga',
  });
  t.match(await definitions.read('work-order'), {
    version: 2,
    source: second,
    publishedBy: 'emil',
    note: 'two',
    active: true,
    hash: request.hash,
  });
  t.match(await refusalOf(publishing.approve(request.requestId, person('olga'))), {
    code: 'GZ_PUBLISH_REQUEST_DECIDED',
    args: { member: 'olga', status: 'approved' },
  });
  t.match(await publishing.read(request.requestId), { source: second, status: 'approved' });
  await world.close();
});

t.test('a request is rejected with a reason, and is then over', async (t) => {
  const { world, runtime } = await twoPersons();
  const { publishing, definitions } = runtime;
  const { requestId } = await publishing.submit(second, person('emil'));
  t.equal(
    (await publishing.submit(second, person('emil'))).requestId,
    requestId,
    'sent again it is the same',
  );
  t.match(await publishing.list({ status: 'pending' }), [{ requestId }]);
  t.match(await publishing.reject(requestId, person('olga'), 'no basis'), {
    status: 'rejected',
    reason: 'no basis',
  });
  t.same(await publishing.list({ status: 'pending' }), []);
  t.match(await refusalOf(publishing.approve(requestId, person('olga'))), {
    code: 'GZ_PUBLISH_REQUEST_DECIDED',
  });
  t.equal((await definitions.versions('work-order')).length, 1);
  t.match(await refusalOf(publishing.reject('none', person('olga'), 'x')), {
    code: 'GZ_PUBLISH_REQUEST_UNKNOWN',
  });
  t.equal(await publishing.read('none'), null);
  await world.close();
});

t.test('what could not be published is not taken as a request', async (t) => {
  const { world, runtime } = await twoPersons();
  const { publishing } = runtime;
  t.match(await refusalOf(publishing.submit('id: x', person('emil'))), { code: 'GZ_DEFINITION_INVALID' });
  t.match(await refusalOf(publishing.submit(source.replace('工单', '单'), person('emil'))), {
    code: 'GZ_DEFINITION_VERSION_TAKEN',
  });
  t.match(await refusalOf(publishing.submitActivation('work-order', 9, person('emil'), 'x')), {
    code: 'GZ_DEFINITION_UNKNOWN',
  });
  await world.close();
});

t.test('two persons make an earlier version the one that new cases take', async (t) => {
  const { world, runtime } = await twoPersons();
  const { publishing, definitions } = runtime;
  await definitions.publish(second, SYSTEM);
  const young = await world.open();
  const request = await publishing.submitActivation('work-order', 1, person('emil'), 'two is wrong');
  t.match(request, { kind: 'activate', version: 1, note: 'two is wrong' });
  t.match(await refusalOf(publishing.approve(request.requestId, person('emil'))), {
    code: 'GZ_PUBLISH_SELF_APPROVAL',
  });
  await publishing.approve(request.requestId, person('olga'));
  t.match(await definitions.versions('work-order'), [
    { version: 2, active: false },
    { version: 1, active: true },
  ]);
  t.match(
    (await definitions.list()).find(({ id }) => id === 'work-order'),
    { version: 1, active: true },
  );
  const receipt = await runtime.dispatch({
    commandId: 'after-rollback',
    definition: { id: 'work-order' },
    actor: world.resident,
    body: { kind: 'case.open', role: 'resident', payload: { title: 'Lamp' } },
  });
  t.equal((await runtime.query.case(receipt.caseId)).state.definition.version, 1);
  t.equal((await runtime.query.case(young)).state.definition.version, 2);
  t.match(await definitions.publish(source.replace('version: 1', 'version: 3'), SYSTEM), { active: true });
  await world.close();
});

t.test(
  'two persons are the rule on PostgreSQL and not on SQLite, unless the configuration says otherwise',
  async (t) => {
    const DATABASE_URL = 'postgres://localhost/gongzhi';
    t.equal(readConfig({}).twoPersons, false);
    t.equal(readConfig({ DATABASE_URL }).twoPersons, true);
    t.equal(readConfig({ GONGZHI_TWO_PERSON: 'true' }).twoPersons, true);
    t.equal(readConfig({ DATABASE_URL, GONGZHI_TWO_PERSON: 'false' }).twoPersons, false);
    t.throws(
      () => readConfig({ GONGZHI_TWO_PERSON: 'yes' }),
      /expected GONGZHI_TWO_PERSON to be true or false/,
    );
  },
);
