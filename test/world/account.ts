import type { Clock } from '../../src/core/base/clock.ts';
import { type Log, silentLog } from '../../src/core/base/log.ts';
import { fail, ok, type Result } from '../../src/core/base/result.ts';
import { type Failure, failureOf } from '../../src/core/failure/failure.ts';
import { onlyThese } from '../../src/core/policy/authority.ts';
import { type AccountMemory, makeAccountMemory } from '../../src/ecs/account-memory.ts';
import type { Identity } from '../../src/ecs/credentials/identity.ts';
import { failureOfCode } from '../../src/ecs/failures/failures.ts';
import { makeAccountKeeper } from '../../src/lifecycle/account/account-keeper.ts';
import type { Cloud } from '../../src/sandbox/ecs/cloud.ts';
import { OWN_ACCOUNT } from '../../src/sandbox/ecs/world.ts';
import type { Store } from '../../src/store/store.ts';
import { ADMIN, directory } from './crowd.ts';

const STS_VERSION = '2015-04-01';

/** The credentials that are in force; a test gives the bot others by changing this. */
export interface Hand {
  account: string;
}

export const ownHand = (): Hand => ({ account: OWN_ACCOUNT });

export const keyOf = ({ account }: Hand): string => `key of ${account}`;

/** STS and the source of the credentials, as one process of the bot sees them. Each account has one AccessKey. */
export function identityOf(
  cloud: Pick<Cloud, 'call'>,
  hand: Hand,
  memory: AccountMemory = makeAccountMemory(),
): Identity {
  const key = async (): Promise<Result<string, Failure>> => {
    memory.handed(keyOf(hand));
    return ok(keyOf(hand));
  };
  return {
    key,
    trust: () => {},
    async ask() {
      const { account } = hand;
      const answer = cloud.call('GetCallerIdentity', STS_VERSION, {}, account);
      const api = 'GetCallerIdentity';
      if (answer.transfer.kind !== 'json') return fail(failureOf('ambiguous', { api, detail: 'no usable answer' }));
      const { Code, Message, AccountId } = answer.body;
      if (answer.status >= 400) return fail(failureOfCode(api, String(Code), String(Message), null));
      memory.proved(keyOf({ account }), String(AccountId));
      return ok({ key: keyOf({ account }), account: String(AccountId) });
    },
  };
}

/** The keeper as the bot has it, for one life of a simulated bot. */
export const accountOf = (ports: {
  readonly store: Store;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly log?: Log;
}) => makeAccountKeeper({ log: silentLog, ...ports, authority: onlyThese([ADMIN]), directory });
