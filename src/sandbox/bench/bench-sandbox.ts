import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox.ts';

/** The bot's baseline: Bolt and the SDK, and none of the bot's code. */
export const BARE = fileURLToPath(new URL('./bare-bolt.js', import.meta.url));

/** Runs `measure` in its own sandbox, in real time, and takes it down. */
export async function inSandbox<T>(
  measure: (sandbox: Sandbox) => Promise<T>,
  options: Partial<SandboxOptions> = {},
): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ecs-chatops-bench-'));
  const base = { port: 0, ecsPort: 0, timeScale: 1, transport: 'socket', seed: 1 } as const;
  writeFileSync(join(dataDir, 'policy.yml'), 'limits: { maxAmount: 1000, maxInstancesPerPersonPerDay: 100000 }\n');
  try {
    const sandbox = await startSandbox({ ...base, ...options, dataDir });
    return await measure(sandbox).finally(() => sandbox.close());
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
