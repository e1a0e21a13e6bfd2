import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makePlayer, until } from '../../src/sandbox/player.ts';
import type { SlackMessage } from '../../src/sandbox/ports.ts';
import { APPROVE } from '../../src/slack/approval/ids.ts';
import { cardsIn, instancesOf, type TestSandbox, testSandbox } from '../support/sandbox.ts';

const MARCUS = 'U07MARCOKA3';

/** When the bot dies; null when it does not. */
const DEATHS = [null, 'before', 'after'] as const;

test.each(['socket', 'http'] as const)(
  'a prepaid instance is renewed by command over %s: debited once, whenever the bot is killed, and its new end is reported',
  { timeout: 200_000 },
  async (transport) => {
    const sandbox = await testSandbox({ transport });
    const { slack, requester, channel } = sandbox;
    const player = makePlayer(slack, requester, channel);
    await player.create('type=ecs.g7.large image=ubuntu charge=prepaid period=1m name=paid1');
    const bought = await approve(sandbox, 'Name\\npaid1');
    await until(slack, () => cardWith(sandbox, 'Name\\npaid1', '✅ *Running*'), 'the instance to run', 60_000);
    const id = idOf(bought);
    for (const death of DEATHS) await renew(sandbox, id, death);
  },
);

async function renew(sandbox: TestSandbox, id: string, death: (typeof DEATHS)[number]): Promise<void> {
  const { slack, requester: user, channel } = sandbox;
  const before = { balance: sandbox.ecs.state().balance.minor, until: untilOf(sandbox, id) };
  const known = new Set(cardsIn(sandbox).map(({ ts }) => ts));
  expect(await slack.slash({ user, channel, command: '/ecs', text: `renew ${id}-1 1 month` })).toEqual({ ok: true });
  const view = await until(slack, () => formOf(sandbox), 'the window with its price');
  const price = fen(JSON.stringify(view.blocks).match(/Price\\nCNY ([\d,.]+)/)?.[1] ?? '');
  expect(await slack.submit({ user, view_id: view.id, values: {} })).toMatchObject({ ok: true });
  const isNew = ({ ts }: SlackMessage) => !known.has(ts);
  const died = death === null ? null : killAt(sandbox, death);
  await approve(sandbox, 'Renew paid1 by 1 month', isNew);
  if (died !== null) {
    await Promise.race([died, pause(20_000).then(() => Promise.reject(new Error('the bot did not die')))]);
    await sandbox.bot.start();
  }
  const card = await until(
    slack,
    () => cardWith(sandbox, 'Renew paid1', 'Request closed', isNew),
    'the renewal to end',
    60_000,
  );
  expect(JSON.stringify(card.blocks)).toContain('Renewed: paid until');
  expect(before.balance - sandbox.ecs.state().balance.minor, 'debited, in fen').toBe(price);
  expect(untilOf(sandbox, id) - before.until).toBeGreaterThan(27 * 86_400_000);
  const thread = () =>
    (cardWith(sandbox, 'Renew paid1', 'Request closed', isNew)?.replies ?? []).map(({ text }) => text);
  await until(
    slack,
    () => thread().some((line) => line.includes('paid until')) || null,
    'the thread to tell its new end',
  );
}

const formOf = ({ slack, requester }: TestSandbox) => {
  const view = slack.state().views[requester]?.at(-1);
  return view?.callback_id === 'renew_form' && view.submit ? view : null;
};

async function approve(
  sandbox: TestSandbox,
  part: string,
  is?: (card: SlackMessage) => boolean,
): Promise<SlackMessage> {
  const { slack, channel } = sandbox;
  const card = await until(slack, () => cardWith(sandbox, part, APPROVE, is), 'the card with its buttons');
  expect(await slack.action({ user: MARCUS, channel, message_ts: card.ts, action_id: APPROVE })).toEqual({ ok: true });
  return card;
}

const cardWith = (
  sandbox: TestSandbox,
  part: string,
  also: string,
  is: (card: SlackMessage) => boolean = () => true,
): SlackMessage | null =>
  cardsIn(sandbox).find((card) => {
    const shown = JSON.stringify(card.blocks ?? null);
    return is(card) && shown.includes(part) && shown.includes(also);
  }) ?? null;

const idOf = ({ metadata }: SlackMessage): string =>
  JSON.stringify(metadata).match(/r-[0-9a-z]{10}/)?.[0] ?? 'no request id';

const untilOf = (sandbox: TestSandbox, id: string): number =>
  Date.parse(String(instancesOf(sandbox, id)[0]?.ExpiredTime));

const fen = (text: string): number => Math.round(Number(text.replaceAll(',', '')) * 100);

/** At the first RenewInstance from now on. */
function killAt(sandbox: TestSandbox, phase: 'before' | 'after'): Promise<void> {
  return new Promise((resolve) => {
    let came = false;
    const stop = sandbox.ecs.onCall(async (moment) => {
      if (came || moment.api !== 'RenewInstance' || moment.phase !== phase) return;
      came = true;
      stop();
      await sandbox.bot.kill();
      resolve();
    });
  });
}
