import { expect, test, vi } from 'vitest';
import { makePlayer, until } from '../../src/sandbox/player.ts';
import type { CallMoment, SlackMessage } from '../../src/sandbox/ports.ts';
import { cardsIn, instancesOf, privateMessages, type TestSandbox, testSandbox } from '../support/sandbox.ts';

const MILESTONES = ['Pending', 'Stopped', 'Public IP', 'Starting', 'Running'];

/** Every outside call of a create is two moments: the bot dies before it took effect, or after it and before the answer. */
const moment = ({ api, phase }: CallMoment): string => `${phase} ${api}`;

/** Its state shows the newest hundred messages of a channel, by which the test counts. */
const CREATES_A_SANDBOX = 50;

test('killed between any two steps of a create, the bot ends with one instance, one card and a complete thread', async () => {
  let sandbox = await testSandbox();
  const moments = await watchOne(sandbox);
  expect(moments.length).toBeGreaterThan(20);
  for (let step = 0; step < moments.length; step += 1) {
    if (step % CREATES_A_SANDBOX === CREATES_A_SANDBOX - 1) sandbox = await testSandbox();
    await dieAt(sandbox, step);
  }
}, 1_800_000);

/** The moments of one undisturbed create, from its submission on. */
async function watchOne(sandbox: TestSandbox): Promise<readonly string[]> {
  const seen: string[] = [];
  const stop = onEveryCall(sandbox, (call) => void seen.push(moment(call)));
  await createAndCheck(sandbox, 'undisturbed');
  stop();
  return seen;
}

async function dieAt(sandbox: TestSandbox, step: number): Promise<void> {
  let count = -1;
  let at = 'never';
  const stop = onEveryCall(sandbox, async (call) => {
    count += 1;
    if (count !== step) return;
    at = moment(call);
    await sandbox.bot.kill();
    void sandbox.bot.start();
  });
  await createAndCheck(sandbox, `killed at step ${step}`).catch((error: Error) => {
    throw new Error(`Killed ${at} (step ${step}): ${error.message}\n${stateOf(sandbox)}`);
  });
  stop();
  await running(sandbox);
}

function running(sandbox: TestSandbox): Promise<boolean> {
  return vi.waitUntil(() => sandbox.bot.state() === 'running' && sandbox.slack.state().connected, {
    timeout: 60_000,
    interval: 20,
  });
}

async function createAndCheck(sandbox: TestSandbox, what: string): Promise<void> {
  const before = { cards: cardsIn(sandbox).length, direct: privateMessages(sandbox).length };
  const player = makePlayer(sandbox.slack, sandbox.requester, sandbox.channel);
  // A kill may fall into the person's own submission; then Slack shows an error, and the person tries again once the bot is back.
  const trouble: string[] = [];
  while (cardsIn(sandbox).length === before.cards && trouble.length < 5) {
    const sees = await player
      .create('type=ecs.g7.large image=ubuntu bandwidth=5 name=kill')
      .catch((error: Error) => error);
    if (!(sees instanceof Error) && sees.ok) break;
    trouble.push(sees instanceof Error ? sees.message : JSON.stringify(sees));
    await running(sandbox);
  }
  expect(trouble.length, `the person tried again and again: ${trouble.join('; ')}`).toBeLessThan(5);
  const isTold = () => {
    const thread = cardsIn(sandbox).at(before.cards)?.replies ?? [];
    return thread.some(({ text }) => text.includes('Running:')) && privateMessages(sandbox).length > before.direct;
  };
  await until(sandbox.slack, () => isTold() || null, `the end to be told (${what})`);
  const cards = cardsIn(sandbox).slice(before.cards);
  expect(cards, 'one card').toHaveLength(1);
  const card = cards[0] as SlackMessage;
  const request = JSON.stringify(card.metadata).match(/r-[0-9a-z]{10}/)?.[0] ?? 'no request id';
  expect(statusesOf(sandbox, request), 'one running instance').toEqual(['Running']);
  const told = card.replies.flatMap(({ text }) => MILESTONES.filter((milestone) => text.includes(`${milestone}:`)));
  expect(told, 'each milestone once, in order').toEqual(MILESTONES);
}

/** What a person would look at first when this fails. */
function stateOf(sandbox: TestSandbox): string {
  const thread = cardsIn(sandbox)
    .at(-1)
    ?.replies.map(({ text }) => text);
  return JSON.stringify({ thread, direct: privateMessages(sandbox).length, log: sandbox.lines.slice(-8) }, null, 1);
}

const statusesOf = (sandbox: TestSandbox, request: string): readonly unknown[] =>
  instancesOf(sandbox, request).map(({ Status }) => Status);

function onEveryCall(sandbox: TestSandbox, hook: (call: CallMoment) => void | Promise<void>): () => void {
  const stops = [sandbox.ecs.onCall(hook), sandbox.slack.onCall(hook)];
  return () => {
    for (const stop of stops) stop();
  };
}
