import { type Config, readConfig } from '../config.ts';
import type { Environment } from '../config-reader.ts';
import { isSecret, VARIABLES, type VariableName } from '../config-variables.ts';
import type { Clock } from '../core/base/clock.ts';
import { fail, ok, type Result } from '../core/base/result.ts';
import { type CheckedCloud, checkBot, checkCloud, checkSocket, type SetupTrouble, searchPeople } from './checks.ts';
import type { Answers } from './env-text.ts';
import type { Terminal } from './terminal.ts';

/** Values for variables that were not asked for yet, so that the others can be read. */
const NOT_ASKED: Environment = {
  SLACK_BOT_TOKEN: 'xoxb-0',
  SLACK_APP_TOKEN: 'xapp-0',
  SLACK_SIGNING_SECRET: '0',
  ALIBABA_CLOUD_ACCESS_KEY_ID: '0',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: '0',
};

/** The result of the questions. */
export interface Agreed {
  readonly answers: Answers;
  readonly config: Config;
  /** Null if the cloud did not answer. */
  readonly cloud: CheckedCloud | null;
  readonly admins: readonly string[];
}

/** Asks for everything that a first start needs, one value at a time, and checks each at once. */
export async function converse(terminal: Terminal, given: Environment, clock: Clock): Promise<Agreed> {
  const talk = new Talk(terminal, given);
  terminal.say('\n1. Slack');
  await talk.until('SLACK_MODE', 'Socket Mode, which needs no public address, or http?', async () => ok(null));
  await talk.until('SLACK_BOT_TOKEN', 'Bot User OAuth Token (xoxb-…, from OAuth & Permissions):', async ({ slack }) => {
    const checked = await checkBot(slack);
    return checked.ok ? ok(`Slack knows it as ${checked.value}.`) : checked;
  });
  if (talk.config().slack.mode === 'socket')
    await talk.until('SLACK_APP_TOKEN', 'App-level token (xapp-…, from Basic Information):', async ({ slack }) => {
      const checked = slack.mode === 'socket' ? await checkSocket(slack) : ok(null);
      return checked.ok ? ok('Slack lets the app connect.') : checked;
    });
  else await talk.until('SLACK_SIGNING_SECRET', 'Signing secret (from Basic Information):', async () => ok(null));

  terminal.say('\n2. Alibaba Cloud');
  await talk.until(
    'ALIBABA_CLOUD_CREDENTIALS',
    'Credentials: static (an AccessKey), chain, ecs-ram-role or rrsa?',
    async () => ok(null),
  );
  await talk.until('DEFAULT_REGION', 'Region the form starts with:', async () => ok(null));
  let cloud: CheckedCloud | null = null;
  const check = async (config: Config): Promise<Result<string | null, SetupTrouble>> => {
    const checked = await checkCloud(config.cloud, clock);
    if (!checked.ok) return checked;
    cloud = checked.value;
    return ok(`They belong to the account ${cloud.account}.${CREATE_SAYS[cloud.create]}`);
  };
  if (talk.config().cloud.credentials.mode === 'static') await talk.untilKey(check);
  else await talk.untilPasses(check);

  terminal.say('\n3. You');
  const admins = await findAdmins(talk, terminal);
  return { answers: talk.answers, config: talk.config(), cloud, admins };
}

const CREATE_SAYS: Readonly<Record<CheckedCloud['create'], string>> = {
  allowed: ' A dry run of CreateInstance was allowed; nothing was bought.',
  missing: '',
  unproven:
    ' CreateInstance could not be tried: there is no vSwitch with a security group, or nothing in stock, in that region.',
};

async function findAdmins(talk: Talk, terminal: Terminal): Promise<readonly string[]> {
  const { admins } = talk.config();
  for (;;) {
    const keeps = admins.length > 0 ? ` [Enter keeps ${admins.join(', ')}]` : '';
    const word = (
      await terminal.ask(`Your name in Slack, or your member ID: admins may freeze and decide.${keeps}`)
    ).trim();
    if (word === '' && admins.length > 0) return admins;
    if (word === '') {
      if (
        await talk.agrees('Without an admin nobody can freeze, unfreeze or ask for what is prepaid. Go on without one?')
      )
        return [];
      continue;
    }
    const found = await searchPeople(talk.config().slack, word);
    if (!found.ok) terminal.say(`  ✗ ${found.error}`);
    const people = found.ok ? found.value : [];
    if (found.ok && people.length === 0) terminal.say('  ✗ Nobody of that name is a full member of the workspace.');
    if (people.length > MAX_SHOWN)
      terminal.say(`  ${people.length} people have that in their names; these are the first.`);
    for (const { id, name, handle } of people.slice(0, MAX_SHOWN))
      if (await talk.agrees(`Is it ${name} (@${handle}, ${id})?`)) {
        const all = [...new Set([...admins, id])];
        talk.set('ADMIN_USERS', all.join(','));
        return all;
      }
  }
}

const MAX_SHOWN = 8;

/** The answers so far. */
class Talk {
  readonly #terminal: Terminal;
  readonly #given: Environment;
  readonly #answers: Partial<Record<VariableName, string>> = {};
  /** Answers that a check has refused: what was mended elsewhere may let them pass. */
  readonly #refused = new Set<VariableName>();

  constructor(terminal: Terminal, given: Environment) {
    this.#terminal = terminal;
    this.#given = given;
  }

  get answers(): Answers {
    return this.#answers;
  }

  set(name: VariableName, value: string): void {
    this.#answers[name] = value;
  }

  #read(): Result<Config, readonly string[]> {
    return readConfig({ ...NOT_ASKED, ...filledIn(this.#given), ...this.#answers });
  }

  /** @throws if the given values are wrong, which was checked at the beginning */
  config(): Config {
    const read = this.#read();
    if (!read.ok) throw new Error(read.error.join('\n'));
    return read.value;
  }

  /** Asks until the value can be read and passes the check, or the person keeps it although nobody could check it. */
  async until(name: VariableName, question: string, check: Check): Promise<void> {
    for (;;) {
      if (!(await this.#answer(name, question))) continue;
      if (await this.#passes(check)) return;
      this.#refused.add(name);
    }
  }

  /** Checks both parts of an AccessKey together. */
  async untilKey(check: Check): Promise<void> {
    for (;;) {
      await this.until('ALIBABA_CLOUD_ACCESS_KEY_ID', 'AccessKey ID of the RAM user:', async () => ok(null));
      await this.until('ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'AccessKey secret:', async () => ok(null));
      if (await this.#passes(check)) return;
      this.#refused.add('ALIBABA_CLOUD_ACCESS_KEY_ID').add('ALIBABA_CLOUD_ACCESS_KEY_SECRET');
    }
  }

  /** Nothing is typed again, because the cause of a refusal may be mended elsewhere meanwhile. */
  async untilPasses(check: Check): Promise<void> {
    while (!(await this.#passes(check))) if (!(await this.agrees('Try again?', true))) return;
  }

  /** False if nothing was typed, or it cannot be read; the person was told why. */
  async #answer(name: VariableName, question: string): Promise<boolean> {
    const secret = isSecret(name);
    const usual = VARIABLES.find((variable) => variable.name === name)?.default ?? null;
    const current = this.#answers[name] ?? (this.#given[name]?.trim() || null);
    const kept = this.#refused.has(name) ? 'Enter tries the same again' : 'Enter keeps the one that is set';
    const offered = current === null ? usual : secret ? kept : current;
    const typed = (
      await this.#terminal.ask(`${question}${offered === null ? '' : ` [${offered}]`}`, { secret })
    ).trim();
    if (typed === '' && current === null && usual === null) {
      this.#terminal.say('  ✗ The bot needs it.');
      return false;
    }
    const before = this.#answers[name];
    if (typed !== '') this.#answers[name] = typed;
    const read = this.#read();
    const mistakes = read.ok ? [] : read.error;
    for (const mistake of mistakes) this.#terminal.say(`  ✗ ${mistake}`);
    if (mistakes.length === 0) return true;
    if (before === undefined) delete this.#answers[name];
    else this.#answers[name] = before;
    return false;
  }

  async #passes(check: Check): Promise<boolean> {
    const checked = await check(this.config());
    if (checked.ok) {
      if (checked.value !== null) this.#terminal.say(`  ✓ ${checked.value}`);
      return true;
    }
    this.#terminal.say(`  ✗ ${checked.error.sentence}`);
    return checked.error.passing && (await this.agrees('Nobody could check it. Keep it all the same?'));
  }

  async agrees(question: string, usually = false): Promise<boolean> {
    const word = (await this.#terminal.ask(`${question} ${usually ? '[Y/n]' : '[y/N]'}`)).trim().toLowerCase();
    return word === '' ? usually : word === 'y' || word === 'yes';
  }
}

type Check = (config: Config) => Promise<Result<string | null, SetupTrouble>>;

/** Whether the given values can be read. */
export function givenIsReadable(given: Environment): Result<null, readonly string[]> {
  const read = readConfig({ ...NOT_ASKED, ...filledIn(given) });
  return read.ok ? ok(null) : fail(read.error);
}

/** Without empty values, and without the placeholders of `.env.example`. */
function filledIn(given: Environment): Environment {
  const example = new Map<string, string | undefined>(
    VARIABLES.map((one) => [one.name, 'example' in one ? one.example : undefined]),
  );
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => value?.trim() && value.trim() !== example.get(name)),
  );
}
