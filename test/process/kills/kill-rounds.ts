import { seededRandom } from '../../../src/sandbox/ecs/seeded.ts';
import { makePlayer, until } from '../../../src/sandbox/player.ts';
import type { CallMoment, SlackMessage } from '../../../src/sandbox/ports.ts';
import { cardsIn, instancesOf, privateMessages, type TestSandbox } from '../../support/sandbox.ts';
import { surplus } from '../../support/surplus.ts';

/** What one kill in the middle of a create has come to. */
export interface Round {
  /** `before RunInstances` and so on. */
  readonly at: string;
  /** What is missing, and what is there more than once, of: the card, the instance, each line of its thread, and the private message. */
  readonly lost: readonly string[];
  readonly double: readonly string[];
  /** What the person saw after each submission. */
  readonly saw: readonly string[];
  /** From the kill until everything was told, in milliseconds; null where it fell before the submission was taken, for then people wait, or after the end. */
  readonly recoveryMs: number | null;
}

const MILESTONES = ['Pending', 'Stopped', 'Public IP', 'Starting', 'Running'];
const PATIENCE_MS = 60_000;
/** What might come a second time comes within this after the end. */
const AFTERWARDS_MS = 1_500;
const MAX_TRIES = 5;

export interface Killing {
  readonly sandbox: TestSandbox;
  /** Kills the bot, or one of several, and sees to it that another one goes on. */
  kill(): Promise<void>;
  /** Resolves when somebody can be answered again. */
  ready(): Promise<unknown>;
}

/** How many moments a create has at which the bot can be killed: before and after each call to Slack or the cloud. */
export interface Moments {
  /** Until the submission is answered. */
  readonly form: number;
  /** From then on, until all is told. */
  readonly after: number;
}

/** Counts them in a create that nobody disturbs. */
export async function countMoments(killing: Killing): Promise<Moments> {
  const counted = { form: 0, after: 0 };
  await createWatched(killing, (isSubmitted) => {
    counted[isSubmitted ? 'after' : 'form'] += 1;
    return false;
  });
  return counted;
}

/** Creates an instance and kills the bot at a moment drawn by the seed; then looks what is there once all is told. */
export async function killRound(killing: Killing, moments: Moments, seed: number): Promise<Round> {
  // In one round of three the kill may fall into the form.
  const fromForm = seed % 3 === 0;
  const chosen = Math.floor(seededRandom(seed)() * (moments.after + (fromForm ? moments.form : 0)));
  let count = 0;
  const { at, killedAt, submittedAt, toldAt, there, saw } = await createWatched(
    killing,
    (isSubmitted) => (fromForm || isSubmitted) && count++ === chosen,
  );
  const wanted = [TOLD_CARD, 'instance Running', ...MILESTONES.map((one) => `line ${one}`), 'private message'];
  const isMeasured = killedAt >= submittedAt && killedAt <= toldAt;
  return {
    at,
    lost: surplus(wanted, there),
    double: surplus(there, wanted),
    saw,
    recoveryMs: isMeasured ? toldAt - killedAt : null,
  };
}

interface Watched {
  /** Where the bot was killed, or `never`. */
  readonly at: string;
  readonly killedAt: number;
  readonly submittedAt: number;
  readonly toldAt: number;
  readonly there: readonly string[];
  readonly saw: readonly string[];
}

const TOLD_CARD = 'card that tells it runs';

/** Creates an instance, asks at each moment whether the bot is killed there, and looks what is there at the end. */
async function createWatched(killing: Killing, isKilled: (isSubmitted: boolean) => boolean): Promise<Watched> {
  const { sandbox, kill, ready } = killing;
  await ready();
  const before = { cards: cardsIn(sandbox).length, direct: privateMessages(sandbox).length };
  let submittedAt = 0;
  let killed = { at: 'never', killedAt: 0 };
  const stop = onEveryCall(sandbox, async ({ api, phase }) => {
    if (!isKilled(submittedAt > 0)) return;
    killed = { at: `${phase} ${api}`, killedAt: Date.now() };
    await kill();
  });
  const saw = await createStubbornly(killing, before.cards);
  submittedAt = Date.now();
  const newCards = () => cardsIn(sandbox).slice(before.cards);
  const newDirect = () => privateMessages(sandbox).slice(before.direct);
  const threads = () => newCards().flatMap(({ replies }) => replies.map(({ text }) => text));
  const isTold = () =>
    threads().some((text) => text.includes('Running:')) && newCards().some(tellsItRuns) && newDirect().length > 0;
  await until(sandbox.slack, () => isTold() || null, 'the end to be told', PATIENCE_MS).catch(() => {});
  const toldAt = Date.now();
  await pause(AFTERWARDS_MS);
  stop();
  if (killed.killedAt > toldAt) {
    await ready();
    await pause(AFTERWARDS_MS);
  }
  const told = threads().flatMap((text) => MILESTONES.filter((milestone) => text.includes(`${milestone}:`)));
  const request = requestIn(newCards());
  const there = [
    ...newCards().map((card) => (tellsItRuns(card) ? TOLD_CARD : 'card')),
    ...(request === null ? [] : instancesOf(sandbox, request).map(({ Status }) => `instance ${Status}`)),
    ...told.map((milestone) => `line ${milestone}`),
    ...newDirect().map(() => 'private message'),
  ];
  return { ...killed, submittedAt, toldAt, there, saw };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const tellsItRuns = ({ blocks }: SlackMessage): boolean => /`[^`]+` Running/.test(JSON.stringify(blocks ?? []));

/**
 * A kill may fall into the person's own submission; then Slack shows an error, and the person tries again once the bot is back.
 * Resolves to what they saw.
 */
async function createStubbornly({ sandbox, ready }: Killing, cardsBefore: number): Promise<readonly string[]> {
  const { slack, requester, channel } = sandbox;
  const player = makePlayer(slack, requester, channel);
  const saw: string[] = [];
  while (saw.length < MAX_TRIES && cardsIn(sandbox).length === cardsBefore) {
    const sees = await player.create('type=ecs.g7.large image=ubuntu bandwidth=5 name=kill').catch(String);
    const window = JSON.stringify(slack.state().views[requester]?.at(-1)?.blocks ?? null);
    saw.push(`${JSON.stringify(sees)} ${window.slice(0, 300)}`);
    if (typeof sees !== 'string' && sees.ok) break;
    await ready();
  }
  return saw;
}

const requestIn = ([card]: readonly SlackMessage[]): string | null =>
  JSON.stringify(card?.metadata ?? null).match(/r-[0-9a-z]{10}/)?.[0] ?? null;

function onEveryCall(sandbox: TestSandbox, hook: (call: CallMoment) => Promise<void>): () => void {
  const stops = [sandbox.ecs.onCall(hook), sandbox.slack.onCall(hook)];
  return () => {
    for (const stop of stops) stop();
  };
}
