import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { systemClock } from '../../../src/ops/system.ts';
import { SUBMISSIONS } from '../../../src/slack/routes.ts';
import { openStore } from '../../../src/store/opening/open.ts';
import { en } from '../../../src/text/en.ts';
import { ODD_PAYLOADS, ODD_SENSITIVE } from '../../core/base/odd-secret-payloads.ts';
import { PAYLOADS, SENSITIVE } from '../../core/base/secret-payloads.ts';
import { LENA, PLATFORM } from '../../sandbox/slack/serve.ts';
import { eachNth } from '../../support/thorough.ts';
import { type Bot, startBot } from '../bot.ts';

// Four hundred passwords and keys, typed wherever one can type: what is left of them in the store's file, in the log and in Slack.

interface Started {
  readonly bot: Bot;
  trigger(): Promise<string>;
  /** The files of the store, byte for byte, with what is not yet in the main one. */
  stored(): string;
}

async function start(): Promise<Started> {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-secrets-'));
  const opened = await openStore({ kind: 'embedded', directory }, { log: silentLog, clock: systemClock });
  if (!opened.ok) throw new Error(opened.error);
  onTestFinished(async () => {
    await opened.value.close();
    rmSync(directory, { recursive: true, force: true });
  });
  let last: unknown;
  const bot = await startBot('http', {
    policy: 'currency: CNY\npurpose: required\n',
    admins: [LENA],
    haste: 0.1,
    wrapStore: () => opened.value,
    slack: {
      ...{ limits: null, ackLimitMs: 30_000, triggerLifeMs: 30_000 },
      forge: (payload) => {
        last = payload.trigger_id;
        return payload;
      },
    },
  });
  const button = { type: 'button' as const, action_id: 'no_such_button', text: plain('press') };
  const blocks = [{ type: 'actions' as const, elements: [button] }];
  const { ts } = await bot.web.chat.postMessage({ channel: PLATFORM, text: 'a button', blocks });
  return {
    bot,
    async trigger() {
      await bot.slack.action({ user: LENA, channel: PLATFORM, message_ts: String(ts), action_id: 'no_such_button' });
      return String(last);
    },
    stored: () =>
      readdirSync(directory)
        .map((name) => readFileSync(join(directory, name)).toString('utf8'))
        .join('\n'),
  };
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const SENTENCES: readonly string[] = Object.values(en.options.secret);

test.each([
  ['as it is usual', PAYLOADS, SENSITIVE],
  ['as it is seldom', ODD_PAYLOADS, ODD_SENSITIVE],
])(
  'no password and no key, written %s, gets past the door, by command, window, field or type-ahead',
  {
    timeout: 600_000,
  },
  async (_, payloads, sensitive) => {
    const { bot, trigger, stored } = await start();
    const windows = [...SUBMISSIONS.keys()];
    const element = { type: 'plain_text_input' as const, action_id: 'anything', multiline: true };
    const field = { type: 'input' as const, block_id: 'field', label: plain('Field'), element };
    const list = { type: 'external_select' as const, action_id: 'image', min_query_length: 0 };
    const listed = {
      type: 'input' as const,
      block_id: 'image|cn-hangzhou',
      label: plain('Image'),
      optional: true,
      element: list,
    };
    /** The window of somebody, and where in it the images are listed. */
    const open = async (callback_id: string) => {
      const shape = { type: 'modal' as const, callback_id, title: plain('A window'), submit: plain('Go') };
      const view = { ...shape, private_metadata: JSON.stringify({ channel: PLATFORM }), blocks: [field, listed] };
      await bot.web.views.open({ trigger_id: await trigger(), view });
      const view_id = bot.slack.state().views[LENA]?.at(-1)?.id ?? 'no window';
      return { user: LENA, view_id, block_id: listed.block_id, action_id: 'image' };
    };
    // It is written down which lists were asked for.
    bot.cloud.broken = ['images'];
    for (const [n, payload] of payloads.entries()) {
      if (n % eachNth(8) !== 0) continue;
      const before = bot.told().length;
      await bot.type(payload.replaceAll('\n', ' '));
      await bot.idle();
      expect(SENTENCES, `/ecs ${payload}`).toContain(bot.told().slice(before).join('\n'));

      const callback_id = windows[n % windows.length] ?? 'no window';
      const at = await open(callback_id);
      const values = { field: { anything: { type: 'plain_text_input', value: payload } } };
      expect((await bot.slack.options({ ...at, value: payload })).options ?? [], payload).toEqual([]);
      expect(bot.cloud.loads, payload).toEqual([]);
      await bot.slack.action({ ...at, values });
      const { errors } = await bot.slack.submit({ user: LENA, view_id: at.view_id, values });
      expect(SENTENCES, `${callback_id}: ${payload}`).toContain(errors?.field);
      await bot.slack.closeView({ user: LENA, view_id: at.view_id });
    }
    await bot.idle();
    // What is no secret comes to each of the places that are looked through.
    await bot.slack.options({ ...(await open(String(windows[0]))), value: 'ubuntu' });
    expect(bot.cloud.loads).toEqual(['images cn-hangzhou']);
    await bot.type('freeze because of Harmless-Horse-7');
    await bot.idle();
    const places = {
      store: stored(),
      log: JSON.stringify(bot.lines),
      slack: JSON.stringify([bot.slack.state().channels, bot.slack.state().home]),
    };
    expect(places.log).toContain('was refused');
    expect(places.store).toContain('Harmless-Horse-7');
    expect(places.slack).toContain('Harmless-Horse-7');
    const found = Object.entries(places).flatMap(([place, text]) =>
      sensitive.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret}`),
    );
    expect(found).toEqual([]);
  },
);
