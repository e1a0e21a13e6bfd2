import { AlreadyTaken } from '../../../src/store/store.ts';
import { inPayload } from '../../../src/store/writes/payloads.ts';
import { surplus } from '../../support/surplus.ts';
import { type Board, emptyBoard } from '../../world/slack.ts';
import type { Stage } from '../stage.ts';
import { type CrashBot, startCrashBot } from './crash-bot.ts';
import { pictureOf } from './picture.ts';

/** Something that people do with the bot, from their first click to the end that they are told. */
export interface Flow {
  /** A world in which everything before it is over, and no bot lives. */
  prepare(): Promise<Stage>;
  /** What people do, one after the other. Slack retries each where the bot has died before it answered. */
  readonly does: readonly ((bot: CrashBot, stage: Stage) => Promise<unknown>)[];
  isOver(stage: Stage, board: Board): Promise<boolean>;
}

/** A moment at which the bot dies: around the `call`th of those that change something, in the store, in the cloud or in Slack. */
export interface CrashPoint {
  readonly when: 'before' | 'after';
  readonly call: number;
}

export interface Recovered {
  /** False when the bot has outlived its work: there is no such point. */
  readonly died: boolean;
  /** What is missing and what is there too often, measured by a life without a death. */
  readonly lost: readonly string[];
  readonly double: readonly string[];
}

/** Longer than anything that might still come twice. */
const AFTERWARDS_MS = 90_000;

interface Lived {
  readonly died: boolean;
  /** Of its last life, until everything was told. */
  readonly changes: number;
  readonly picture: readonly string[];
}

/** What comes of a flow, in which the first bot dies at that point and another one goes on; nobody dies at null. */
async function live(flow: Flow, point: CrashPoint | null): Promise<Lived> {
  const stage = await flow.prepare();
  await stage.thread(); // what was told before is no part of it
  const board = emptyBoard();
  const paidBefore = stage.cloud.state().balance.minor;
  let lives = 0;
  const start = (dies: CrashPoint | null = null): CrashBot => startCrashBot(stage, board, `bot${++lives}`, dies);
  let bot = start(point);
  const untilSo = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
    for (;;) {
      await stage.until(async () => bot.life.isDead() || (await isSo()), 3_600_000, 3);
      if (!bot.life.isDead()) return;
      bot = start();
    }
  };
  for (const [index, act] of flow.does.entries()) {
    let answeredBy: CrashBot | null = null;
    let askedOf: CrashBot | null = null;
    await untilSo(() => {
      if (askedOf !== bot) {
        const asked = bot;
        askedOf = asked;
        void once(`payload ${index}`, () => act(asked, stage)).then(() => {
          answeredBy = asked;
        });
      }
      return answeredBy === bot;
    });
  }
  await untilSo(async () => (await flow.isOver(stage, board)) && (await stage.truth.outbox.depth()).waiting === 0);
  const died = lives > 1;
  const changes = bot.life.changes();
  await stage.pass(AFTERWARDS_MS);
  bot.life.die();
  return { died, changes, picture: await pictureOf(stage, board, paidBefore) };
}

/** As Slack sends it: what was done before is not done again. */
const once = (origin: string, act: () => Promise<unknown>): Promise<unknown> =>
  inPayload(origin, act).catch((error: unknown) => {
    if (!(error instanceof AlreadyTaken)) throw error;
  });

export interface Crashes {
  /** How many calls a life without a death makes that change something: the bot can die around each. */
  readonly calls: number;
  dieAt(point: CrashPoint): Promise<Recovered>;
}

/** Lets the bot die at points of a flow, and compares each end with that of a life without a death. */
export async function makeCrashes(flow: Flow): Promise<Crashes> {
  const { picture: whole, changes: calls } = await live(flow, null);
  return {
    calls,
    async dieAt(point) {
      const { died, picture } = await live(flow, point);
      return { died, lost: surplus(whole, picture), double: surplus(picture, whole) };
    },
  };
}
