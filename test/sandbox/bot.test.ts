import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, makeBotProcess } from '../../src/sandbox/bot.ts';

/** Answers its health endpoint with 503 the first few times, as a bot does that is not connected yet. */
const SLOW_TO_BE_READY = `
import { createServer } from 'node:http';
let asked = 0;
createServer((_, response) => response.writeHead(++asked > 3 ? 200 : 503).end()).listen(Number(process.env.HEALTH_PORT), '127.0.0.1');
`;

async function makeBot(program: string) {
  const folder = await mkdtemp(join(tmpdir(), 'bot-process-'));
  const entry = join(folder, 'bot.mjs');
  await writeFile(entry, program);
  const nothing = () => {};
  const bot = makeBotProcess({
    entry,
    environment: {},
    healthPort: await freePort(),
    onLine: nothing,
    onChange: nothing,
  });
  onTestFinished(async () => {
    await bot.kill();
    await rm(folder, { recursive: true });
  });
  return bot;
}

test('everybody who asks for the start while it is under way is answered when the bot is ready', async () => {
  const bot = await makeBot(SLOW_TO_BE_READY);
  const states = await Promise.all([bot.start(), bot.start()].map((started) => started.then(() => bot.state())));
  expect(states).toEqual(['running', 'running']);
});

test('a bot that ends before it is ready refuses every start with its last words, and can be started again', async () => {
  const bot = await makeBot(`console.error('no token'); process.exit(1);`);
  const refused = await Promise.allSettled([bot.start(), bot.start()]);
  expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(bot.start()).rejects.toThrow('The bot ended before it was ready');
});

/** Works in a process of its own, as the bot does on a large database, and is ready when that has answered. */
const WORKS_APART = `
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
if (process.send) {
  setTimeout(() => process.send('done', () => process.exit(0)), 200);
} else {
  const child = fork(process.argv[1], [], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  child.once('message', () => createServer((_, response) => response.end()).listen(Number(process.env.HEALTH_PORT), '127.0.0.1'));
  child.once('exit', (code) => code === 0 || process.exit(1));
}
`;

test('what the bot does in a process of its own comes to its end, however long it takes', async () => {
  const bot = await makeBot(WORKS_APART);
  await bot.start();
  expect(bot.state()).toBe('running');
});
