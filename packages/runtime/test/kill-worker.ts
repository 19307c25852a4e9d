/**
 * The process that kill.test.ts kills: opens cases and sends them events as fast as it can, effects and all, and writes
 * a line for each acknowledgement, after it has come. Arguments: database URL, folder, tag.
 */
import { writeSync } from 'node:fs';
import { openWorldOn } from './world.ts';

const [databaseUrl = '', folder = '', tag = ''] = process.argv.slice(2);
const { runtime, resident } = await openWorldOn(databaseUrl, folder);

async function client(number: number): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const name = `${tag}-${number}-${turn}`;
    const { caseId } = await acknowledged({
      commandId: `${name}-open`,
      definition: { id: 'work-order' },
      actor: resident,
      body: { kind: 'case.open', role: 'resident', payload: { title: name } },
    });
    for (const event of ['tell', 'compute', 'wait'])
      await acknowledged({
        commandId: `${name}-${event}`,
        caseId,
        actor: resident,
        body: { kind: 'event.send', event, payload: {} },
      });
  }
}

async function acknowledged(request: Parameters<typeof runtime.dispatch>[0]) {
  const receipt = await runtime.dispatch(request);
  // Synchronously: what is written is out, whenever the kill comes.
  writeSync(1, `${receipt.commandId} ${receipt.caseId} ${receipt.revision} ${receipt.hash}\n`);
  return receipt;
}

writeSync(1, 'ready\n');
await Promise.all(Array.from({ length: 16 }, (_, number) => client(number)));
