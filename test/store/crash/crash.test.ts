import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { openStore } from '../../../src/store/opening/open.ts';
import { buildScript, type Script } from '../../support/child.ts';
import { upTo } from '../../support/thorough.ts';
import { fixedClock } from '../samples.ts';
import { crashRounds } from './crash-rounds.ts';

const root = mkdtempSync(join(tmpdir(), 'ecs-chatops-crash-'));
let script: Script;
beforeAll(async () => {
  script = await buildScript(new URL('./child.ts', import.meta.url));
});
afterAll(() => {
  script.remove();
  rmSync(root, { recursive: true, force: true });
});

test('whatever was acknowledged before a kill -9 is there afterwards, and nothing is there in part', async () => {
  const directory = join(root, 'data');
  const open = async () => {
    const opened = await openStore({ kind: 'embedded', directory }, { log: silentLog, clock: fixedClock });
    if (!opened.ok) throw new Error(opened.error);
    return opened.value;
  };
  await crashRounds(script, directory, open, upTo(2, 10));
});
