import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { openStore } from '../../../src/store/opening/open.ts';
import { storeContract } from '../contract/contract.ts';
import { fixedClock } from '../samples.ts';

const root = mkdtempSync(join(tmpdir(), 'ecs-chatops-store-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let opened = 0;
storeContract('embedded SQLite', async () => {
  opened += 1;
  const config = { kind: 'embedded', directory: join(root, String(opened)) } as const;
  const store = await openStore(config, { log: silentLog, clock: fixedClock });
  if (!store.ok) throw new Error(store.error);
  return store.value;
});
