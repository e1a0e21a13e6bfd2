import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const ENTRY = fileURLToPath(new URL('../../dist/sandbox/main.js', import.meta.url));

test('a sandbox that is killed takes its bot with it', { timeout: 60_000 }, async () => {
  const sandbox = spawn(process.execPath, [ENTRY, '--port', '0', '--ecs-port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void sandbox.kill('SIGTERM'));
  let health = '';
  for await (const line of createInterface({ input: sandbox.stdout })) {
    const ready = /^SANDBOX READY (.*)$/.exec(line)?.[1];
    if (ready === undefined) continue;
    health = (JSON.parse(ready) as { health: string }).health;
    break;
  }
  const answers = () =>
    fetch(`${health}/livez`).then(
      ({ ok }) => ok,
      () => false,
    );
  expect(await answers()).toBe(true);
  sandbox.kill('SIGKILL');
  await expect.poll(answers, { timeout: 10_000 }).toBe(false);
});
