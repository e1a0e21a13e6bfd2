import type { AccountStanding } from '../../core/account/account.ts';
import { giveUpInstance, giveUpRenewal } from '../../core/account/give-up.ts';
import { gathered } from '../../core/expiry/reminder-groups.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { isRenewing, type Renewing } from '../../core/renewal/renewal-act.ts';
import { ACCOUNT_SCOPE } from '../../core/request/event.ts';
import type { AccountWish } from '../../core/spec/command-arguments.ts';
import { AlreadyTaken, type Change, StoreUnavailable } from '../../store/store.ts';
import type { AccountLeft } from '../../text/en/freeze.ts';
import type { Told } from '../freeze/set-freeze.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { section } from '../kit/blocks.ts';
import type { RequestContext } from '../kit/context.ts';
import { mrkdwn, source, userMention } from '../kit/mrkdwn.ts';

/** Why what was asked for waits, whatever it is; null while it does not. */
export const elsewhere = (context: Pick<RequestContext, 'account'>): Promise<'other' | 'unknown' | null> =>
  context.account.standing().then(
    ({ is }) => (is === 'ours' ? null : is),
    () => null,
  );

/** So many of what is under way are named. */
const NAMED_MAX = 10;
/** Far more than is ever under way at once. */
const MOST_OPEN = 10_000;
const TRIES = 5;

/**
 * An admin says that the bot goes on in the account to which its credentials belong, with the store of another one. They name it, so that
 * nothing is accepted that they have not seen. Not while something may exist in the account of before: from here nobody could find it. Whose
 * credentials are gone for good gives that up with a second word, and says of how many things they have read.
 */
export async function acceptAccount(context: RequestContext, user: string, wish: AccountWish): Promise<Told> {
  const { log, text } = context;
  try {
    return await accept(context, user, wish);
  } catch (error) {
    // What Slack has delivered once more finds it done, or in the hands of the first delivery.
    if (error instanceof AlreadyTaken) return answerTo(await context.account.standing(), wish.id, context);
    if (!(error instanceof StoreUnavailable)) throw error;
    log.error({}, 'a change of the account could not be written down: the store is unavailable');
    return { to: 'caller', answer: ephemeral(text.freeze.storeDown) };
  }
}

async function accept(context: RequestContext, user: string, { id, giveUp }: AccountWish): Promise<Told> {
  const { account, clock, log, store, text } = context;
  for (let tries = 1; ; tries++) {
    const standing = await account.standing();
    if (standing.is !== 'other' || standing.actual !== id || tries > TRIES) return answerTo(standing, id, context);
    const { stored, actual } = standing;
    // Where nothing is written down, what is under way is in the account that is named now.
    const open = stored === null ? [] : await underWay(context);
    const left = { open: open.slice(0, NAMED_MAX).map(nameOf), total: open.length, stored: stored ?? '', actual };
    if (open.length > 0 && open.length !== giveUp)
      return { to: 'caller', answer: ephemeral(text.freeze.account.underWay(left)) };
    const at = clock.now();
    const { ok } = await store.commit({ ...change(open, user, { stored, actual, at }), at });
    // Something has begun there meanwhile, or ended, or another admin was faster.
    if (!ok) continue;
    const givenUp = open.map(({ id }) => id);
    log.warn(
      { user, stored, actual, givenUp },
      'an admin has said that the database is about another account from now on',
    );
    return { to: 'channel', answer: acceptedMessage(context, user, left, stored) };
  }
}

function acceptedMessage(context: RequestContext, user: string, left: AccountLeft, stored: string | null): Answer {
  const words = context.localizer.channelText().freeze.account;
  const said = words.accepted(stored, left.actual);
  const more = left.total === 0 ? [] : [section(mrkdwn`❔ ${words.givenUp(left)}`)];
  return {
    text: source(mrkdwn`${said}`),
    blocks: [section(mrkdwn`▶️ ${userMention(user)} ${said}`), ...more],
  };
}

/** What may exist in the account of before, as it is in the store now. */
async function underWay({ store }: RequestContext): Promise<readonly (Instance | Renewing)[]> {
  const ids = await store.metadata.underWay(MOST_OPEN);
  const rows = await Promise.all(
    ids.map(async (id) => {
      const row = await store.instance(id);
      if (row !== null) return row;
      const request = await store.request(id);
      return request !== null && isRenewing(request) ? request : null;
    }),
  );
  return rows.filter((row) => row !== null);
}

const nameOf = ({ id, spec }: Instance | Renewing) => ({ id, name: spec.name, region: spec.region });

/** The account, and the end of all that is given up for it, in one commit: no answer of before can come in between unseen. */
function change(
  open: readonly (Instance | Renewing)[],
  user: string,
  { stored, actual, at }: { readonly stored: string | null; readonly actual: string; readonly at: number },
): Omit<Change, 'at'> {
  const instances = open.flatMap((one) => ('ordinal' in one ? [giveUpInstance(one, stored ?? '', at)] : []));
  const renewals = open.flatMap((one) => ('ordinal' in one ? [] : [giveUpRenewal(one, stored ?? '', at)]));
  const ended = [...instances, ...renewals];
  const givenUp = open.map(({ id }) => id);
  const data = { account: actual, replaces: stored, ...(givenUp.length > 0 && { givenUp }) };
  const event = { at, kind: 'account.set', actor: user, requestId: ACCOUNT_SCOPE, instanceId: null, data } as const;
  const requestIds = [...new Set(instances.map(({ next }) => next.requestId))];
  return {
    account: { was: stored, next: actual },
    instances: instances.map(({ next }) => ({ next })),
    requests: renewals.map(({ next }) => ({ next })),
    events: [event, ...ended.flatMap(({ events }) => events)],
    messages: gathered(ended.flatMap(({ messages }) => messages)),
    ...(requestIds.length > 0 && { nudge: { requestIds, at } }),
  };
}

function answerTo(standing: AccountStanding, given: string, { text }: RequestContext): Told {
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
