import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { Environment } from '../config-reader.ts';
import type { Clock } from '../core/base/clock.ts';
import { LANGUAGES, type Language, languageOf } from '../core/base/language.ts';
import { hideAlways, secretsIn } from '../ecs/credentials/secrets.ts';
import { envExample } from '../ops/env-example.ts';
import { ENV_FILE, envText } from '../ops/env-file.ts';
import { withSecretFiles } from '../ops/secret-files.ts';
import { sayCommand } from '../text/with-command.ts';
import { type Agreed, converse, givenIsReadable } from './conversation.ts';
import { withAnswers } from './env-text.ts';
import { firstPolicy } from './first-policy.ts';
import { Interrupted, type Terminal } from './terminal.ts';
import { writeWhole } from './write-whole.ts';

interface SetupPorts {
  readonly terminal: Terminal;
  readonly environment: Environment;
  /** The folder of `.env`, to which its paths are relative. */
  readonly directory: string;
  readonly clock: Clock;
}

/**
 * Asks for what a first start needs and writes `.env` and a first policy. Writes nothing before the last question is answered,
 * and each file completely or not at all.
 *
 * @returns the exit code
 */
export async function runSetup(ports: SetupPorts): Promise<number> {
  const { terminal } = ports;
  try {
    return await setUp(ports);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    terminal.say('\nStopped. Nothing was written.');
    return INTERRUPTED;
  } finally {
    terminal.close();
  }
}

/** A shell's exit code for Ctrl-C. */
const INTERRUPTED = 130;

async function setUp({ terminal, environment, directory, clock }: SetupPorts): Promise<number> {
  const path = join(directory, ENV_FILE);
  terminal.say(
    'This asks for what the bot needs, checks it, and writes .env and a first policy. docs/install.md says where each comes from.',
  );
  const read = envText(path);
  if (!read.ok) {
    terminal.say(`✗ ${read.error}`);
    return 1;
  }
  const before = read.value;
  const written = before === null ? {} : parseEnv(before);
  const filled = withSecretFiles({ ...written, ...environment });
  const readable = filled.ok ? givenIsReadable(filled.value) : filled;
  if (!filled.ok || !readable.ok) {
    for (const mistake of readable.ok ? [] : readable.error) terminal.say(`✗ ${mistake}`);
    terminal.say(`Correct that ${before === null ? 'in the environment' : 'in .env'} and say npm run setup again.`);
    return 1;
  }
  hideAlways(secretsIn(filled.value));
  if (
    before !== null &&
    !(await agrees(terminal, 'There is a .env already. Change it? What you leave as it is stays. [y/N]'))
  ) {
    terminal.say('Nothing was written.');
    return 0;
  }
  const agreed = await converse(terminal, filled.value, clock);
  const policy = await policyFor(terminal, agreed, directory, languageOf(shellLocale(environment)));
  try {
    // It holds no secret, and in a container another user reads it.
    if (policy !== null) writeWhole(policy.path, policy.text, 0o644);
    writeWhole(path, withAnswers(before ?? envExample(), agreed.answers));
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    terminal.say(
      `✗ .env and the policy cannot be written in ${directory} (${code}). Let your user write there and say npm run setup again.`,
    );
    return 1;
  }
  tellRest(
    terminal,
    agreed,
    policy,
    Object.keys(agreed.answers).filter((name) => (environment[name] ?? environment[`${name}_FILE`])?.trim()),
  );
  return 0;
}

const agrees = async (terminal: Terminal, question: string): Promise<boolean> =>
  ['y', 'yes'].includes((await terminal.ask(question)).trim().toLowerCase());

/** Null if there is a policy, or none is wanted. @param usual the language that is offered */
async function policyFor(
  terminal: Terminal,
  { config }: Agreed,
  directory: string,
  usual: Language,
): Promise<{ readonly path: string; readonly text: string } | null> {
  if (config.policy === null) return null;
  const path = resolve(directory, config.policy.path);
  if (existsSync(path)) return null;
  terminal.say('\n4. First policy');
  for (;;) {
    const typed = (
      await terminal.ask(`Language of channels and the policy: en, or zh for 简体中文? [${usual}]`)
    ).trim();
    const language = typed === '' ? usual : LANGUAGES.find((one) => one === typed.toLowerCase());
    if (language !== undefined) return { path, text: firstPolicy(config.cloud.defaultRegion, language) };
    terminal.say(`  ✗ Type ${LANGUAGES.join(' or ')}.`);
  }
}

/** In the form that `languageOf` reads: a shell says `zh_CN.UTF-8`. */
const shellLocale = ({ LC_ALL, LC_MESSAGES, LANG }: Environment): string =>
  (LC_ALL || LC_MESSAGES || LANG || '').replace('_', '-');

function tellRest(
  terminal: Terminal,
  { config, cloud, admins }: Agreed,
  policy: { readonly path: string } | null,
  overruled: readonly string[],
): void {
  const left = [
    ...(overruled.length > 0
      ? [`Take ${overruled.join(', ')} out of the environment: what is set there wins over .env.`]
      : []),
    ...(cloud !== null && cloud.missing.length > 0
      ? [`Grant the RAM user ${cloud.missing.join(', ')}. The whole policy is in docs/install.md.`]
      : []),
    ...(cloud === null ? ['Alibaba Cloud has not answered: say /ecs doctor once the bot runs.'] : []),
    ...(admins.length === 0 ? ['Name an admin in ADMIN_USERS.'] : []),
    ...(config.policy === null
      ? []
      : [`Make the policy yours: npm run policy -- validate ${config.policy.path} shows each mistake with its line.`]),
    ...(config.slack.mode === 'http'
      ? [`Have Slack reach /slack/events on port ${config.slack.port} over https.`]
      : []),
    'Start the bot: npm start. With docker compose the policy is policy/policy.yml: move it there first.',
    'Invite it to a private channel with /invite; in public ones it may write already. Then say /ecs doctor.',
  ];
  terminal.say(`\nWrote .env${policy === null ? '' : ` and ${policy.path}`}. What is left to do:`);
  for (const [n, one] of left.entries()) terminal.say(`${n + 1}. ${sayCommand(one, config.slack.command)}`);
}
