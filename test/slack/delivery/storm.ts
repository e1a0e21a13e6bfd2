import { expect } from 'vitest';
import { ok } from '../../../src/core/base/result.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { seededRandom } from '../../../src/sandbox/ecs/seeded.ts';
import type { PersonSees, SlackEphemeral, SlackView } from '../../../src/sandbox/ports.ts';
import {
  APPROVE,
  APPROVE_WITH_NOTE,
  clickTargetValue,
  DENY,
  NOTE_FIELD,
  WITHDRAW,
} from '../../../src/slack/approval/ids.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import type { Store } from '../../../src/store/store.ts';
import { en } from '../../../src/text/en.ts';
import { zh } from '../../../src/text/zh.ts';
import { until } from '../../sandbox/slack/serve.ts';
import {
  AMOUNT,
  askIn,
  INES,
  LENA,
  MARCUS,
  makeCrowd,
  PLATFORM,
  PRIYA,
  policyWith,
  priceOf,
  TOM,
  TWO,
} from '../../usecases/approval/approval-stage.ts';
import { type Bot, startBot, type Transport, textOf } from '../bot.ts';

/** Fifty people press at once on one request that waits. */

const CHEN = 'U07CHENSY02';
const CLICKS = 50;
/**
 * These have a window open when the storm begins, and submit it in its midst; the others open theirs in it. Tom opens his while he is an
 * approver, and is none any more when he submits it.
 */
const WRITERS = [MARCUS, PRIYA, TOM];
const OTHERS = [LENA, CHEN, INES];
const DECISIONS = ['request.approved', 'request.denied', 'request.withdrawn', 'request.expired'];
const PATIENCE_MS = 20_000;

export interface Storms {
  /** One request, its storm, and everything that must hold afterwards. Rounds differ by their number alone. */
  round(n: number): Promise<'approved' | 'denied' | 'withdrawn'>;
}

export async function brew(transport: Transport): Promise<Storms> {
  const crowd = makeCrowd();
  const sky = { beginsAtOnce: false };
  const bot = await startBot(transport, {
    directory: crowd.directory,
    admins: [INES],
    slack: { limits: null },
    wrapStore: (store) => beginning(store, () => sky.beginsAtOnce),
  });
  bot.cloud.price = ok(priceOf(120_400));
  const tokens = new Set<string>();
  return {
    async round(n) {
      sky.beginsAtOnce = n % 2 === 1;
      const rules = n % 3 === 2 ? TWO : {};
      const policy = policyWith(rules);
      bot.ruleBy(policyWith({ ...rules, approvers: WRITERS }));
      const id = `r-storm${n}`;
      const request = await askIn({ store: bot.store, policy, crowd, at: Date.now(), id, admins: [INES] });
      const windowsFirst = n % 4 === 3;
      const said = await storm(bot, request, seededRandom(n), { windowsFirst, begins: () => bot.ruleBy(policy) });
      return check(bot, id, said, { tokens, mayBeTakenBack: !sky.beginsAtOnce });
    },
  };
}

/** The lifecycle, so quick that what is approved is begun before anybody can take it back. */
function beginning(store: Store, isQuick: () => boolean): Store {
  return {
    ...store,
    async commit(change) {
      const written = await store.commit(change);
      const [first] = change.instances ?? [];
      if (!written.ok || !isQuick() || first?.next.version !== 1) return written;
      const at = Date.now();
      const begun: Instance = { ...first.next, version: 2, createTriedAt: at };
      expect(await store.commit({ instances: [{ next: begun }], at })).toMatchObject({ ok: true });
      return written;
    },
  };
}

/** Resolves to every sentence that anybody was told, once each click has its answer. */
async function storm(
  bot: Bot,
  request: Request,
  random: () => number,
  { windowsFirst, begins }: { readonly windowsFirst: boolean; begins(): void },
): Promise<readonly string[]> {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const card = await bot.web.chat.postMessage({ channel: PLATFORM, ...renderCard(request, [], en) });
  const press = (user: string, action_id: string) =>
    bot.slack.action({
      user,
      channel: PLATFORM,
      message_ts: card.ts ?? '',
      action_id,
      value: clickTargetValue({ requestId: request.id, round: 1 }),
    });
  const windows = await Promise.all(
    WRITERS.map(async (user) => {
      expect(await press(user, pick([DENY, APPROVE_WITH_NOTE]))).toEqual({ ok: true });
      return bot.view(({ private_metadata }) => private_metadata === aboutOf(request), user);
    }),
  );
  begins();
  const before = { ephemerals: new Set(whispers(bot).map(({ ts }) => ts)), opened: opened(bot) };
  const presses = Array.from({ length: CLICKS - WRITERS.length }, () => {
    const user = pick([...WRITERS, ...OTHERS]);
    const buttons = WRITERS.includes(user)
      ? [APPROVE, APPROVE, WITHDRAW]
      : [APPROVE, WITHDRAW, DENY, APPROVE_WITH_NOTE];
    return { user, button: pick(buttons) };
  });
  const submissions = WRITERS.map((user, n) => ({ user, view: windows[n] as SlackView }));
  const acts = windowsFirst ? [...submissions, ...presses] : shuffled([...presses, ...submissions], random);
  const seen = await Promise.all(
    acts.map((act) => ('button' in act ? press(act.user, act.button) : write(bot, act.user, act.view))),
  );
  expect(seen.filter(({ ok }) => !ok)).toEqual([]);

  const fresh = () => whispers(bot).filter(({ ts }) => !before.ephemerals.has(ts));
  await until(() => fresh().length + opened(bot) - before.opened >= presses.length, PATIENCE_MS);
  const answers = await Promise.all(WRITERS.map((user) => windowAnswer(bot, user)));
  const late = await Promise.all(OTHERS.map((user) => writeLate(bot, user, request)));
  await bot.idle();
  expect(fresh().length + opened(bot) - before.opened, 'answers to the buttons').toBe(presses.length);
  for (const user of WRITERS)
    expect(fresh().filter((each) => each.user === user).length, `told to ${user}`).toBe(
      presses.filter((each) => each.user === user).length,
    );
  return [...fresh().map(({ blocks }) => JSON.stringify(blocks)), ...answers, ...late.flat()];
}

const aboutOf = ({ id }: Request): string => clickTargetValue({ requestId: id, round: 1 });
const whispers = (bot: Bot): readonly SlackEphemeral[] => bot.slack.state().ephemeral;
const opened = (bot: Bot): number => bot.slack.state().calls['views.open'] ?? 0;

const write = (bot: Bot, user: string, { id }: SlackView): Promise<PersonSees> =>
  bot.slack.submit({
    user,
    view_id: id,
    values: { [NOTE_FIELD]: { [NOTE_FIELD]: { type: 'plain_text_input', value: `says ${user}` } } },
  });

/** In the languages of those who press. */
const DECIDING = [en, zh].map(({ decision }) => decision.window.deciding);

const windowAnswer = async (bot: Bot, user: string): Promise<string> =>
  textOf(
    await bot.view(
      (view) => view.submit == null && !DECIDING.some((sentence) => textOf(view).includes(sentence)),
      user,
      PATIENCE_MS,
    ),
  );

/** People who opened a window in the storm submit it when all is over, and are told so. */
async function writeLate(bot: Bot, user: string, request: Request): Promise<readonly string[]> {
  const view = bot.slack.state().views[user]?.at(-1);
  if (view?.private_metadata !== aboutOf(request)) return [];
  expect(await write(bot, user, view)).toMatchObject({ ok: true, response_action: 'update' });
  const answer = await windowAnswer(bot, user);
  expect(answer).toMatch(/Already (approved|denied|withdrawn) by|此前已(通过|拒绝|撤回)/u);
  return [answer];
}

interface Sky {
  /** Of all rounds. */
  readonly tokens: Set<string>;
  readonly mayBeTakenBack: boolean;
}

async function check(bot: Bot, id: string, said: readonly string[], { tokens, mayBeTakenBack }: Sky) {
  const request = await bot.store.request(id);
  const decision = request?.approval?.decision;
  if (!request || !decision || decision.is === 'expired') throw new Error('nothing was decided');
  const events = await bot.store.eventsOf(id);
  const decided = events.filter(({ kind }) => DECISIONS.includes(kind));
  const kinds = decided.map(({ kind }) => kind);
  const takenBack = mayBeTakenBack && kinds.length === 2 && decision.is === 'withdrawn';
  expect(kinds, 'decisions in the trail').toEqual([
    ...(takenBack ? ['request.approved'] : []),
    `request.${decision.is}`,
  ]);
  expect(decided.at(-1)?.actor).toBe(decision.by);
  expect(request.state).toBe(decision.is === 'approved' ? 'creating' : decision.is);

  const rows = await bot.store.instancesOf(id);
  expect(rows.length, 'instances').toBe(kinds.includes('request.approved') ? AMOUNT : 0);
  expect(rows.every(({ outcome }) => outcome === (takenBack ? 'withdrawn' : null))).toBe(true);
  const known = tokens.size;
  for (const { clientToken } of rows) tokens.add(clientToken);
  // One call makes all of a request.
  expect(tokens.size - known, 'client tokens that were never used before').toBe(Math.min(rows.length, 1));

  const count = (sentence: string) => said.filter((each) => each.includes(sentence)).length;
  const agreed = (kind: string) => kinds.filter((each) => each === kind).length;
  expect(count('You’ve approved it'), 'approvers who hear so').toBe(agreed('request.approved'));
  expect(count('"Denied. Nothing'), 'deniers who hear so').toBe(agreed('request.denied'));
  expect(count('"Withdrawn. Nothing'), 'those who hear that they have withdrawn it').toBe(agreed('request.withdrawn'));
  for (const trouble of [en.decision.crowded, en.decision.storeDown, 'Something went wrong'])
    expect(count(trouble)).toBe(0);

  const shown = JSON.stringify(renderCard(request, rows, en).blocks);
  const words = { approved: 'Approved by', denied: 'Denied by', withdrawn: 'Withdrawn' }[decision.is];
  expect(shown).toContain(words);
  expect(shown).toContain(`<@${decision.by}>`);
  expect(shown, 'buttons that decide').not.toContain(APPROVE);
  return decision.is;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const order = items.map((item) => ({ item, at: random() }));
  return order.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
}
