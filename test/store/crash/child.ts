import { createRequire } from 'node:module';
import { silentLog } from '../../../src/core/base/log.ts';
import { openStore } from '../../../src/store/opening/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { anEvent, anInstance, aRequest, card, dm, line, NOW } from '../samples.ts';
import { systemClock } from './child-clock.ts';

/**
 * A process that tests may kill. Arguments: what to do, where (a directory or a postgres:// url), a name.
 *
 * `own` opens and stays; `nobody` does so without root's rights; `write` commits in a loop and prints what was acknowledged;
 * `claim` claims everything in small bites and prints what it got.
 */
const [task = '', place = '', name = ''] = process.argv.slice(2);
const parent = process.ppid;

/** Who started this may be killed; then it ends too, and writes no further. */
function print(line: string): void {
  if (process.ppid !== parent) process.exit(1);
  process.stdout.write(`${line}\n`);
}

async function open(): Promise<Store> {
  const config = place.startsWith('postgres')
    ? ({ kind: 'postgres', url: place } as const)
    : ({ kind: 'embedded', directory: place } as const);
  const store = await openStore(config, { log: silentLog, clock: systemClock });
  if (store.ok) return store.value;
  print(`REFUSED ${store.error}`);
  process.exit(1);
}

const loaded = (packageName: string): boolean =>
  Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes(`/node_modules/${packageName}/`));

/** Each number is one request with everything a change can hold, and a second change that moves it on. */
async function write(store: Store): Promise<never> {
  for (let n = 0; ; n += 1) {
    const id = `r-${name}-${n}`;
    await store.commit({
      requests: [{ next: aRequest(id) }],
      instances: [{ next: anInstance(id, 1) }, { next: anInstance(id, 2) }],
      events: [anEvent(id), anEvent(id)],
      messages: [card(id), line(id, 1), dm(id)],
      at: NOW,
    });
    print(`MADE ${id}`);
    await store.commit({
      requests: [{ next: aRequest(id, { version: 2, state: 'finished' }) }],
      instances: [1, 2].map((ordinal) => ({ next: anInstance(id, ordinal, { version: 2, outcome: 'reached' }) })),
      events: [anEvent(id, { kind: 'request.finished' })],
      at: NOW,
    });
    print(`MOVED ${id}`);
  }
}

/** Ends when nothing is left to claim. */
async function claimAll(store: Store): Promise<void> {
  print('READY');
  await new Promise((resolve) => process.stdin.once('data', resolve));
  const claim = { owner: name, now: NOW, claimUntil: NOW + 1e9, limit: 7 };
  for (;;) {
    const instances = await store.claimInstances(claim);
    const requests = await store.claimRequests(claim);
    const deliveries = await store.outbox.claim({ ...claim, skipChannels: [] });
    for (const { id } of [...instances, ...requests]) print(`GOT ${id}`);
    for (const { requestId } of deliveries) print(`GOT mail ${requestId}`);
    if (instances.length + requests.length + deliveries.length === 0) break;
  }
  await store.close();
  process.exit(0);
}

if (task === 'nobody') {
  await Promise.all([import('libsql'), import('kysely')]);
  if (process.getuid?.() === 0) process.seteuid?.(65534);
}
const store = await open();
if (task === 'write') await write(store);
else if (task === 'claim') await claimAll(store);
else {
  print(`OPEN libsql=${loaded('libsql')} pg=${loaded('pg')}`);
  process.stdin.on('end', () => process.exit(1)).resume();
}
