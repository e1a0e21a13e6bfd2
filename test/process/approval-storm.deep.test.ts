import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { ChainedEvent } from '../../src/core/request/hash-chain.ts';
import { verifyTrail } from '../../src/ops/audit.ts';
import { makePlayer, until } from '../../src/sandbox/player.ts';
import type { PersonSees, SlackMessage } from '../../src/sandbox/ports.ts';
import {
  APPROVE,
  APPROVE_WITH_NOTE,
  clickTargetValue,
  DENY,
  NOTE_FIELD,
  WITHDRAW,
} from '../../src/slack/approval/ids.ts';
import { openTrail } from '../../src/store/trail.ts';
import { cardsIn, instancesOf, privateMessages, type TestSandbox, testSandbox } from '../support/sandbox.ts';

const [LENA, CHEN, MARCUS, PRIYA, INES, TOM] = [
  'U07LENAHOF1',
  'U07CHENSY02',
  'U07MARCOKA3',
  'U07PRIYARA4',
  'U07INESCAR5',
  'U07TOMBECK6',
] as const;
const CLICKS = 50;

/** When the bot dies; null when it does not. `api`: at the first call of this from the first click on. */
interface Round {
  readonly dies: { readonly cloud: 'ecs' | 'slack'; readonly api: string; readonly phase: 'before' | 'after' } | null;
  /** Whether those who may take it back press too. Without them it comes to a purchase. */
  readonly withdraws: boolean;
  /** Nobody presses but to approve. */
  readonly agrees?: true;
}

const ROUNDS: readonly Round[] = [
  { dies: null, withdraws: true },
  { dies: { cloud: 'ecs', api: 'DescribePrice', phase: 'after' }, withdraws: true },
  { dies: { cloud: 'slack', api: 'response_url', phase: 'before' }, withdraws: true },
  { dies: { cloud: 'slack', api: 'response_url', phase: 'after' }, withdraws: false },
  { dies: { cloud: 'ecs', api: 'CreateInstance', phase: 'before' }, withdraws: false },
  { dies: { cloud: 'ecs', api: 'CreateInstance', phase: 'after' }, withdraws: false },
  { dies: { cloud: 'slack', api: 'chat.update', phase: 'after' }, withdraws: false },
  { dies: null, withdraws: false },
];

test.each(['socket', 'http'] as const)(
  'fifty clicks on one purchase, and the bot is killed among them: one decision, at most one debit, nothing lost, over %s',
  { timeout: 400_000 },
  async (transport) => {
    const sandbox = await testSandbox({ transport });
    for (const [n, round] of ROUNDS.entries()) {
      let died = await playTold(sandbox, `storm${n}`, round);
      // Where nobody is against it, the price has to be asked for, and what comes after that comes about.
      if (!died) died = await playTold(sandbox, `again${n}`, { dies: round.dies, withdraws: false, agrees: true });
      expect(died, `the bot died in round ${n}, ${JSON.stringify(round)}`).toBe(true);
    }
  },
);

const playTold = (sandbox: TestSandbox, name: string, round: Round): Promise<boolean> =>
  play(sandbox, name, round).catch((error: Error) => {
    const log = sandbox.lines.slice(-8).join('\n');
    throw new Error(`${name}, ${JSON.stringify(round)}: ${error.message}\n${log}`, { cause: error });
  });

/** False when the bot was to die in it and did not, because a decision was faster. */
async function play(sandbox: TestSandbox, name: string, round: Round): Promise<boolean> {
  const { slack } = sandbox;
  const balance = sandbox.ecs.state().balance.minor;
  const player = makePlayer(slack, sandbox.requester, sandbox.channel);
  const sees = await player.create(`type=ecs.g7.large image=ubuntu charge=prepaid period=1m name=${name}`);
  expect(sees, JSON.stringify(sees)).toMatchObject({ ok: true, response_action: 'update' });
  const card = await until(slack, () => cardOf(sandbox, name, APPROVE), 'the card with its buttons');
  const id = idOf(card);
  const price = fen(JSON.stringify(card.blocks).match(/Price\\nCNY ([\d,.]+)/)?.[1] ?? '');

  const windows = await Promise.all([openWindow(sandbox, card, PRIYA, DENY), openWindow(sandbox, card, MARCUS, DENY)]);
  const toldSince = answers(sandbox);
  const death = round.dies === null ? null : killAt(sandbox, round.dies);
  const presses = pressesOf(round);
  const clicks = presses.map(([user, button]) => press(sandbox, card, user, button));
  const notes = round.agrees ? [] : windows.map(({ user, view }) => write(sandbox, user, view));
  const seen = await Promise.all([...clicks, ...notes]);
  let died = death === null;
  if (death === null) {
    expect(seen.every(({ ok }) => ok)).toBe(true);
    await until(slack, () => (toldSince() === presses.length ? true : null), 'an answer to each press');
  } else {
    // A decision that needs no price may be first, and then the call at which it is to die is never made.
    const decided = until(slack, () => cardOf(sandbox, name, ENDED), 'the bot to die, or a decision', 60_000);
    await Promise.race([death.died, decided]);
    if (death.spared()) await decided;
    else {
      await within(death.died, 'the bot to die');
      died = true;
      await sandbox.bot.start();
      await until(slack, () => slack.state().connected || null, 'the bot to be back');
    }
  }
  await pressUntilAnswered(sandbox, card);
  await until(slack, () => cardOf(sandbox, name, ENDED), 'the card to have ended', 60_000);
  await check(sandbox, { name, id, price, balance });
  return died;
}

const idOf = ({ metadata }: SlackMessage): string =>
  JSON.stringify(metadata).match(/r-[0-9a-z]{10}/)?.[0] ?? 'no request id';

/** The first is an approver's approval; then everybody at once. */
const pressesOf = ({ withdraws, agrees }: Round): readonly (readonly [user: string, button: string])[] => {
  const mixed = [
    [MARCUS, APPROVE],
    [LENA, withdraws ? WITHDRAW : APPROVE],
    [TOM, APPROVE],
    [PRIYA, APPROVE],
    [CHEN, WITHDRAW],
    [INES, withdraws ? WITHDRAW : APPROVE],
    [CHEN, DENY],
    [LENA, APPROVE],
    [INES, APPROVE_WITH_NOTE],
    [MARCUS, WITHDRAW],
  ] as const;
  const pressed = agrees ? mixed.filter(([, button]) => button === APPROVE) : mixed;
  return Array.from({ length: CLICKS - 2 }, (_, n) => pressed[n % pressed.length] ?? mixed[0]);
};

/** How many private sentences and windows there have been since. */
function answers({ slack }: TestSandbox): () => number {
  const opened = () => slack.state().calls['views.open'] ?? 0;
  const before = { opened: opened(), whispers: new Set(slack.state().ephemeral.map(({ ts }) => ts)) };
  return () => opened() - before.opened + slack.state().ephemeral.filter(({ ts }) => !before.whispers.has(ts)).length;
}

const press = ({ slack, channel }: TestSandbox, { ts }: SlackMessage, user: string, action_id: string) =>
  slack.action({ user, channel, message_ts: ts, action_id });

async function openWindow(sandbox: TestSandbox, card: SlackMessage, user: string, button: string) {
  const { slack } = sandbox;
  expect(await press(sandbox, card, user, button)).toEqual({ ok: true });
  const about = clickTargetValue({ requestId: idOf(card), round: 1 });
  const open = () => slack.state().views[user]?.find(({ private_metadata }) => private_metadata === about)?.id ?? null;
  return { user, view: await until(slack, open, `the window of ${user}`) };
}

const write = ({ slack }: TestSandbox, user: string, view: string): Promise<PersonSees> =>
  slack.submit({
    user,
    view_id: view,
    values: { [NOTE_FIELD]: { [NOTE_FIELD]: { type: 'plain_text_input', value: 'not now' } } },
  });

function killAt(sandbox: TestSandbox, { cloud, api, phase }: NonNullable<Round['dies']>) {
  let came = false;
  let stop = () => {};
  const died = new Promise<void>((resolve) => {
    stop = sandbox[cloud].onCall(async (moment) => {
      if (came || moment.api !== api || moment.phase !== phase) return;
      came = true;
      stop();
      await sandbox.bot.kill();
      resolve();
    });
  });
  /** True when it has not died, and will not any more. */
  const spared = (): boolean => {
    stop();
    return !came;
  };
  return { died, spared };
}

const within = (fact: Promise<void>, what: string): Promise<void> =>
  Promise.race([fact, pause(20_000).then(() => Promise.reject(new Error(`waited in vain for ${what}`)))]);

/** A person who is not sure that a click has counted presses again, as the bot says, and reads the state of the request. */
async function pressUntilAnswered(sandbox: TestSandbox, card: SlackMessage): Promise<void> {
  const heard = () => sandbox.slack.state().ephemeral.filter(({ user }) => user === PRIYA).length;
  const before = heard();
  // Buttons that are gone by now were gone because it is decided.
  const { ok, error } = await press(sandbox, card, PRIYA, APPROVE);
  if (!ok) expect(error).toMatch(/^unknown_action/);
  else await until(sandbox.slack, () => heard() > before || null, 'an answer to one who presses again');
}

/** It runs, has failed, or was closed before anything was bought. */
const ENDED = /Request closed|✅ \*(?!Approved)|❌ \*/u;

const cardOf = (sandbox: TestSandbox, name: string, part: string | RegExp): SlackMessage | null => {
  const cards = cardsIn(sandbox).filter(({ blocks }) => JSON.stringify(blocks).includes(`Name\\n${name}`));
  expect(cards.length, `cards of ${name}`).toBeLessThanOrEqual(1);
  const [card = null] = cards;
  const shown = JSON.stringify(card?.blocks ?? null);
  return (typeof part === 'string' ? shown.includes(part) : part.test(shown)) ? card : null;
};

const fen = (text: string): number => Math.round(Number(text.replaceAll(',', '')) * 100);

interface Asked {
  readonly name: string;
  readonly id: string;
  readonly price: number;
  /** Before it was asked for. */
  readonly balance: number;
}

async function check(sandbox: TestSandbox, { name, id, price, balance }: Asked): Promise<void> {
  const decided = (await trailOf(sandbox, id)).filter(({ kind }) =>
    ['request.approved', 'request.denied', 'request.withdrawn', 'request.expired'].includes(kind),
  );
  const kinds = decided.map(({ kind }) => kind.split('.')[1]);
  // What was approved may be taken back until it is begun.
  expect([['approved'], ['denied'], ['withdrawn'], ['approved', 'withdrawn']]).toContainEqual(kinds);
  const end = kinds.at(-1);
  const isBought = end === 'approved';
  const instances = instancesOf(sandbox, id);
  expect(instances.map(({ Status }) => Status)).toEqual(isBought ? ['Running'] : []);
  expect(price).toBeGreaterThan(0);
  expect(balance - sandbox.ecs.state().balance.minor, 'debited, in fen').toBe(isBought ? price : 0);

  const words = { approved: 'Approved', denied: 'Denied', withdrawn: 'Withdrawn' } as const;
  const by = decided.at(-1)?.actor ?? '';
  expect(
    cardOf(sandbox, name, `*${words[end as keyof typeof words]} by* <@${by}>`),
    'the card with its end',
  ).not.toBeNull();
  const thread = () => (cardOf(sandbox, name, name)?.replies ?? []).map(({ text }) => text).join('\n');
  const times = (word: string) =>
    thread()
      .split('\n')
      .filter((line) => line.startsWith(word)).length;
  const tellsAll = () => kinds.every((kind) => times(words[kind as keyof typeof words]) > 0);
  await until(sandbox.slack, () => tellsAll() || null, `the thread to tell ${kinds.join(', ')}`);
  for (const kind of kinds) expect(times(words[kind as keyof typeof words]), `${kind} in the thread`).toBe(1);
  const direct = () => privateMessages(sandbox).filter(({ metadata }) => JSON.stringify(metadata ?? null).includes(id));
  const isTold = by !== sandbox.requester;
  if (isTold) await until(sandbox.slack, () => direct().length > 0 || null, 'the requester to be told');
  expect(direct().length, 'direct messages to the requester').toBe(isTold ? 1 : 0);
}

/** The whole trail has to be unbroken. */
async function trailOf({ dataDir }: TestSandbox, id: string): Promise<readonly ChainedEvent[]> {
  const opened = await openTrail({ kind: 'embedded', directory: dataDir });
  if (!opened.ok) throw new Error(opened.error);
  const events: ChainedEvent[] = [];
  try {
    expect(await verifyTrail(opened.value, null)).toMatchObject({ ok: true });
    await opened.value.read(async (some) => void events.push(...some));
  } finally {
    await opened.value.close();
  }
  return events.filter(({ requestId }) => requestId === id);
}
