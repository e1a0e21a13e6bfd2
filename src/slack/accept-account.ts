import type { AccountStanding } from '../core/account.ts';
import { ACCOUNT_SCOPE } from '../core/event.ts';
import { AlreadyTaken, StoreUnavailable } from '../store/store.ts';
import { section } from './blocks.ts';
import { ephemeral } from './help-message.ts';
import { mrkdwn, source, userMention } from './mrkdwn.ts';
import type { Room } from './room.ts';
import type { Told } from './set-freeze.ts';

/** Why what was asked for waits, whatever it is; null while it does not. */
export const elsewhere = (room: Pick<Room, 'account'>): Promise<'other' | 'unknown' | null> =>
  room.account.standing().then(
    ({ is }) => (is === 'ours' ? null : is),
    () => null,
  );

/** So many of what is under way are named. */
const NAMED_MAX = 5;

/**
 * An admin says that the bot goes on in the account to which its credentials belong, with the store of another one. They name it, so that
 * nothing is accepted that they have not seen. Not while something may exist in the account of before: from here nobody could find it.
 */
export async function acceptAccount(room: Room, user: string, id: string): Promise<Told> {
  const { log, text } = room;
  try {
    return await accept(room, user, id);
  } catch (error) {
    // What Slack has delivered once more finds it done, or in the hands of the first delivery.
    if (error instanceof AlreadyTaken) return answerTo(await room.account.standing(), id, room);
    if (!(error instanceof StoreUnavailable)) throw error;
    log.error({}, 'a change of the account could not be written down: the store is unavailable');
    return { to: 'caller', answer: ephemeral(text.freeze.storeDown) };
  }
}

async function accept(room: Room, user: string, id: string): Promise<Told> {
  const { account, clock, log, store } = room;
  const standing = await account.standing();
  if (standing.is !== 'other' || standing.actual !== id) return answerTo(standing, id, room);
  const { stored, actual } = standing;
  const hindered = await hindrance(room, stored, actual);
  if (hindered !== null) return hindered;
  const at = clock.now();
  const data = { account: actual, replaces: stored };
  const event = { at, kind: 'account.set', actor: user, requestId: ACCOUNT_SCOPE, instanceId: null, data } as const;
  const { ok } = await store.commit({ account: { was: stored, next: actual }, events: [event], at });
  if (!ok) return (await hindrance(room, stored, actual)) ?? answerTo(await account.standing(), id, room);
  log.warn({ user, stored, actual }, 'an admin has said that the database is about another account from now on');
  const words = room.readers.channelText().freeze.account;
  const line = mrkdwn`▶️ ${userMention(user)} ${words.accepted(stored, actual)}`;
  return {
    to: 'channel',
    answer: { text: source(mrkdwn`${words.accepted(stored, actual)}`), blocks: [section(line)] },
  };
}

/** Where nothing is written down, what is under way is in the account that is named now. */
async function hindrance({ store, text }: Room, stored: string | null, actual: string): Promise<Told | null> {
  if (stored === null) return null;
  const underWay = await store.ground.underWay(NAMED_MAX);
  if (underWay.length === 0) return null;
  return { to: 'caller', answer: ephemeral(text.freeze.account.underWay(underWay, stored, actual)) };
}

function answerTo(standing: AccountStanding, given: string, { text }: Room): Told {
  const { account } = text.freeze;
  const sentence = (): string => {
    switch (standing.is) {
      case 'ours':
        return account.same(standing.account.id);
      case 'other':
        return account.notThat(given, standing.actual, standing.stored);
      case 'unknown':
        return account.unknown;
    }
  };
  return { to: 'caller', answer: ephemeral(sentence()) };
}
