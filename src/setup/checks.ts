import type { CloudConfig, SlackConfig } from '../config.ts';
import type { Clock } from '../core/base/clock.ts';
import { silentLog } from '../core/base/log.ts';
import { fail, ok, type Result } from '../core/base/result.ts';
import { makeEcs } from '../ecs/adapter.ts';
import { makeCatalogue } from '../ecs/catalogue/catalogue-cache.ts';
import type { Right } from '../ecs/rights/rights.ts';
import { orderable } from '../slack/doctor/cloud-checks.ts';
import { type FoundPerson, findPeople } from '../slack/people/find-people.ts';
import { boltLog } from '../slack/transport/bolt-logger.ts';
import { checkAppToken, checkBotToken } from '../slack/transport/check-tokens.ts';
import { en } from '../text/en.ts';

/** Why a value cannot be used; `passing`: it may be right after all, because nobody answered. */
export interface SetupTrouble {
  readonly sentence: string;
  readonly passing: boolean;
}

const logger = boltLog(silentLog);
/** Longer than at the bot's start, because the person who types has the time. */
const CHECK_MS = 15_000;

/** The bot's name in Slack, `@ecs in Northwind Ltd`. */
export async function checkBot(config: SlackConfig): Promise<Result<string, SetupTrouble>> {
  const checked = await checkBotToken(config, logger);
  if (!checked.ok) return checked;
  const { names } = checked.value;
  return ok(names === undefined ? 'the bot' : `@${names.bot} in ${names.team}`);
}

export const checkSocket = (config: SlackConfig & { readonly mode: 'socket' }): Promise<Result<null, SetupTrouble>> =>
  checkAppToken(config, logger);

export const searchPeople = async (
  config: SlackConfig,
  word: string,
): Promise<Result<readonly FoundPerson[], string>> => {
  const found = await findPeople(config, logger, word);
  return found.ok ? found : fail(`Slack did not tell who is there (${found.error.code}).`);
};

export interface CheckedCloud {
  readonly account: string;
  /** RAM actions that the bot lacks. */
  readonly missing: readonly string[];
  /** The result of a dry run of CreateInstance. */
  readonly create: 'allowed' | 'missing' | 'unproven';
}

/** Finds out the credentials' account and rights. Buys and changes nothing. */
export async function checkCloud(config: CloudConfig, clock: Clock): Promise<Result<CheckedCloud, SetupTrouble>> {
  const made = await makeEcs({ config: { ...config, redisUrl: null }, log: silentLog, clock, checkWaitMs: CHECK_MS });
  if (!made.ok) return fail({ sentence: made.error, passing: false });
  const { identity, port, probe, memory, stop } = made.value;
  try {
    const who = await identity.ask();
    if (!who.ok) {
      const { cloud } = en.doctor;
      const passing = who.error.kind !== 'credentials';
      return fail({ sentence: `${cloud.failed(who.error)} ${cloud.fix(who.error)}`, passing });
    }
    const { defaultRegion: region } = config;
    const catalogue = makeCatalogue(port, { keepMs: config.catalogueKeepMs, memory, clock, log: silentLog });
    const spec = await orderable(catalogue, region);
    const rights = await probe.rights(region, spec && { spec, clientToken: '', tags: [] });
    const missing = rights.filter(({ is }) => is === 'missing').map(({ action }) => action);
    return ok({ account: who.value.account, missing: [...new Set(missing)].sort(), create: createOf(rights) });
  } finally {
    await stop();
  }
}

function createOf(rights: readonly Right[]): CheckedCloud['create'] {
  const right = rights.find(({ api }) => api === 'CreateInstance');
  if (right?.is === 'granted' || right?.is === 'refused') return 'allowed';
  return right?.is === 'missing' ? 'missing' : 'unproven';
}
