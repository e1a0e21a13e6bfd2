import { request } from 'node:http';
import { expect, test } from 'vitest';
import { signature } from '../../../src/sandbox/slack/transport/signed-http.ts';
import { faultIn } from '../../../src/slack/entry/readable-payload.ts';
import { ACTIONS, SUBMISSIONS } from '../../../src/slack/routes.ts';
import { type Bot, startBot } from '../bot.ts';
import { leavesOf, OTHERS, type Payload, pressed, replaced, submitted, WRONG } from './payload-samples.ts';

const isReadable = (body: unknown): boolean => faultIn(body) === null;

function post(bot: Bot, payload: Payload): Promise<number> {
  const asJson = payload.event !== undefined;
  const isCommand = payload.command !== undefined;
  const form = isCommand ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) };
  const body = asJson ? JSON.stringify(payload) : new URLSearchParams(form).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    'content-type': asJson ? 'application/json' : 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': signature(bot.slack.signingSecret, timestamp, body),
    'content-length': String(Buffer.byteLength(body)),
  };
  return new Promise((resolve, reject) => {
    const url = { host: '127.0.0.1', port: bot.app.port(), path: '/slack/events', method: 'POST', headers };
    const call = request(url, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.on('error', reject);
    call.end(body);
  });
}

test('no payload with something else in a place of it makes a listener throw or the bot act, on any route', async () => {
  const bot = await startBot('http');
  const before = bot.cloud.instances.size;
  const one = <T>(of: readonly T[], n: number): T => of[n % of.length] as T;
  const payloads = [
    ...[...ACTIONS.keys()].flatMap((id) => [pressed(id), pressed(id, 'static_select')]),
    ...[...SUBMISSIONS.keys()].map(submitted),
    ...OTHERS,
  ];
  let n = 0;
  const sent: Payload[] = [];
  for (const payload of payloads) {
    const leaves = leavesOf(payload).filter(([first]) => !['team', 'api_app_id', 'user'].includes(first ?? ''));
    // Each place of each route, with another wrong value each time.
    for (const path of leaves) {
      const broken = replaced(payload, path, one(WRONG, n++));
      // What is refused at the door is refused before the routes part: one of ten is enough.
      if (isReadable(broken) || n % 10 === 0) sent.push(broken);
    }
  }
  for (let from = 0; from < sent.length; from += 50) {
    const some = sent.slice(from, from + 50);
    const answers = await Promise.all(some.map((payload) => post(bot, payload)));
    const broken = some.filter((_, n) => ![200, 400].includes(answers[n] ?? 0));
    expect(broken.map((payload) => JSON.stringify(payload))).toEqual([]);
  }
  await bot.app.idle();
  expect(bot.lines.filter(({ message }) => String(message).includes('listener failed'))).toEqual([]);
  expect(bot.cloud.instances.size).toBe(before);
  expect(await bot.store.outbox.depth()).toMatchObject({ waiting: 0 });
  expect(await bot.type('help')).toEqual({ ok: true });
});
