import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { makePlayer, until } from '../../src/sandbox/player.ts';
import type { CallMoment, Fault, SlackView } from '../../src/sandbox/ports.ts';
import { cardsIn, openSandbox, type TestSandbox } from '../support/sandbox.ts';
import { ask, fact, toRunning } from './asked.ts';

const DELIVERY: readonly (readonly [name: string, more: Omit<Fault, 'name'>])[] = [
  ['slack-429', { action: 'chat.postMessage', retryAfterMs: 1000, times: 2 }],
  ['slack-429', { action: 'chat.update', retryAfterMs: 1000, times: 2 }],
  ['slack-5xx', { action: 'chat.postMessage', times: 2 }],
  ['slack-5xx', { action: 'chat.update', times: 2 }],
  ['slack-5xx-after', { action: 'chat.postMessage', times: 3 }],
  ['slack-reset', { action: 'chat.postMessage', times: 2 }],
  ['slack-reset-after', { action: 'chat.postMessage', times: 3 }],
];

describe.each(['socket', 'http'] as const)('over %s', (transport) => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    // Slow enough for the card to be there before the instance runs.
    sandbox = await openSandbox({ transport, timeScale: 10 });
  });
  afterEach(() => sandbox.slack.clearFaults());
  afterAll(() => sandbox?.close());

  let turn = 0;
  /** Channels take turns, because Slack takes about one message a second in each. */
  const askInTurn = () => {
    turn += 1;
    return ask(sandbox, 1, sandbox.slack.channels[turn % 3]?.id);
  };

  /** The card may not be there to say which instance it is. */
  const lastRuns = () =>
    until(sandbox.ecs, () => sandbox.ecs.state().instances.at(-1)?.Status === 'Running' || null, 'the instance to run');

  const add = (fault: Fault): void => expect(sandbox.slack.addFault(fault)).toBe(null);

  /** Resolves at the next call of a method of Slack by the bot. */
  const nextCall = (api: string): Promise<void> =>
    new Promise((resolve) => {
      const stop = sandbox.slack.onCall((call: CallMoment) => {
        if (call.api !== api || call.phase !== 'before') return;
        stop();
        resolve();
      });
    });

  test('a lost answer about the place of private messages costs nothing', async () => {
    add({ name: 'slack-5xx-after', action: 'conversations.open' });
    const request = await askInTurn();
    await toRunning(sandbox, request);
    expect(sandbox.slack.activeFaults(), 'the fault was met').toEqual([]);
  });

  test('an outage in the middle of a create delays what is reported; nothing is lost or told in another order', async () => {
    const posted = nextCall('chat.postMessage');
    const request = await askInTurn();
    await posted;
    add({ name: 'slack-down' });
    await lastRuns();
    const health = await vi.waitUntil(async () => (await readyz(sandbox)).outbox.trouble !== null && readyz(sandbox));
    expect(health).toMatchObject({ ready: true, outbox: { trouble: 'http_503' } });
    expect(health.outbox.waiting).toBeGreaterThan(0);
    sandbox.slack.clearFaults();
    await toRunning(sandbox, request);
    expect((await readyz(sandbox)).outbox.trouble).toBe(null);
  });

  // What the bot sends without being asked goes the same way in both modes.
  test.each(transport === 'socket' ? DELIVERY : [])(
    '%s %o leaves one card and a complete thread without doubles',
    async (name, more) => {
      add({ ...more, name });
      const request = await askInTurn();
      await toRunning(sandbox, request);
      expect(sandbox.slack.activeFaults(), 'the fault was met').toEqual([]);
    },
  );

  test('a submission that arrives twice makes one request', async () => {
    const before = sandbox.ecs.state().instances.length;
    add({ name: 'slack-redeliver', action: 'view_submission' });
    const request = await askInTurn();
    await toRunning(sandbox, request);
    expect(sandbox.slack.activeFaults(), 'the fault was met').toEqual([]);
    expect(sandbox.ecs.state().instances.length - before).toBe(1);
  });

  test('a command whose trigger has expired is answered with what to do', async () => {
    add({ name: 'slack-expired-trigger' });
    const sees = await sandbox.slack.slash({ ...person(), command: '/ecs', text: 'create' });
    expect(sees).toMatchObject({ ok: true });
    const told = () => sandbox.slack.state().ephemeral.at(-1)?.text ?? null;
    expect(await until(sandbox.slack, told, 'an answer to the person')).toMatch(
      /^The form couldn’t open within the 3 seconds Slack allows\. Nothing was done\./,
    );
    const view: SlackView = await makePlayer(sandbox.slack, sandbox.requester, sandbox.channel).openForm('');
    await sandbox.slack.closeView({ user: sandbox.requester, view_id: view.id });
  });

  test('a form that is closed buys nothing', async () => {
    const { CreateInstance: before } = sandbox.ecs.state().calls;
    const allCards = () => sandbox.slack.channels.flatMap(({ id }) => cardsIn(sandbox, id)).length;
    const cards = allCards();
    const view = await makePlayer(sandbox.slack, sandbox.requester, sandbox.channel).openForm('type=ecs.g7.large');
    await sandbox.slack.closeView({ user: sandbox.requester, view_id: view.id });
    await toRunning(sandbox, await askInTurn());
    expect(allCards() - cards).toBe(1);
    expect((sandbox.ecs.state().calls.CreateInstance ?? 0) - (before ?? 0)).toBe(1);
  });

  test('a bot that may not write for a while tells everything once it may again', async () => {
    add({ name: 'slack-token-revoked', action: 'chat.postMessage', times: 0 });
    const request = await askInTurn();
    await until(sandbox.slack, () => sandbox.lines.some((line) => line.includes('token_revoked')) || null, 'the log');
    expect((await readyz(sandbox)).outbox.trouble).toBe('token_revoked');
    sandbox.slack.clearFaults();
    await toRunning(sandbox, request);
  });

  test('a restart while Slack is down goes on in the cloud and tells everything afterwards', async () => {
    const created = new Promise<void>((resolve) => {
      const stop = sandbox.ecs.onCall(({ api, phase }) => {
        if (api !== 'CreateInstance' || phase !== 'after') return;
        stop();
        resolve();
      });
    });
    const request = await askInTurn();
    await created;
    add({ name: 'slack-down' });
    await sandbox.bot.kill();
    const started = sandbox.bot.start();
    await fact(sandbox, request, () => sandbox.lines.some((line) => line.includes('The bot keeps trying')), 'the log');
    expect(await readyz(sandbox)).toMatchObject({ ready: false, slack: 'disconnected' });
    await lastRuns();
    sandbox.slack.clearFaults();
    await started;
    await toRunning(sandbox, request);
    expect(await readyz(sandbox)).toMatchObject({ ready: true, outbox: { trouble: null } });
  });

  const person = () => ({ user: sandbox.requester, channel: sandbox.channel });
});

describe('over socket', () => {
  test.each([{}, { abrupt: true }])('a command after a disconnect %o is taken once the bot is back', async (more) => {
    const sandbox = await openSandbox();
    const request = await ask(sandbox);
    expect(sandbox.slack.addFault({ ...more, name: 'slack-disconnect' })).toBe(null);
    await until(sandbox.slack, () => !sandbox.slack.state().connected || null, 'the end of the connection');
    await until(sandbox.slack, () => sandbox.slack.state().connected || null, 'the new connection');
    await toRunning(sandbox, await ask(sandbox));
    await toRunning(sandbox, request);
    await sandbox.close();
  });
});

interface Readyz {
  readonly outbox: { readonly waiting: number; readonly trouble: string | null };
}

const readyz = async (sandbox: TestSandbox): Promise<Readyz> =>
  (await (await fetch(`${sandbox.bot.healthUrl}/readyz`)).json()) as Readyz;
