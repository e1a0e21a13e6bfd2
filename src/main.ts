import { readConfig } from './config.ts';
import { errorName, type Log } from './core/base/log.ts';
import { crashText } from './ops/crash.ts';
import { ENV_FILE } from './ops/env-file.ts';
import { loadEnvironment } from './ops/environment.ts';
import { forTerminal } from './ops/for-terminal.ts';
import { makeLog } from './ops/log.ts';
import { systemClock, systemRandom } from './ops/system.ts';
import { isOpenToOthers } from './store/opening/private-files.ts';
import { type Bot, startBot } from './wire.ts';

/** The exit code 1 asks a supervisor to look at the message, and not just to restart. */
const MISCONFIGURED = 1;
/** Node's exit code after a bug. */
const CRASHED = 1;

async function main(): Promise<void> {
  // Nobody else may read the files that it writes.
  process.umask(0o077);
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${crashText(error)}\n`);
    process.exit(CRASHED);
  });
  const environment = loadEnvironment();
  if (!environment.ok) return refuse(environment.error);
  const config = readConfig(environment.value);
  if (!config.ok) return refuse(config.error);
  const log = makeLog(config.value.logLevel);
  if (isOpenToOthers(ENV_FILE))
    log.warn({ path: ENV_FILE }, 'the file of the secrets is open to other users of this machine: chmod 600 it');
  let leaving = false;
  let running: Bot | null = null;
  const leave = (why: object, exit: () => void): void => {
    if (leaving) return;
    leaving = true;
    if (running === null) {
      log.info(why, 'stopping before the start is over: what is half done is undone');
      exit();
      return;
    }
    log.info(why, 'stopping: what is in hand is finished first');
    // Work given up half-way may still fail somewhere, which must not end the process with an error.
    process.on('unhandledRejection', (error) => tellLate(log, error));
    void running
      .stop()
      .catch((error) => tellLate(log, error))
      .then(exit);
  };
  // Before anything that may take long: the first process of a container is not even ended by a signal that it does not handle.
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => leave({ signal }, () => process.exit(0)));
  const bot = await startBot(config.value, { clock: systemClock, random: systemRandom, log });
  if (!bot.ok) return refuse([bot.error]);
  running = bot.value;
  void bot.value.refused.then(({ sentence, connected }) =>
    leave({ slack: 'refused' }, () => refuse([sentence], connected ? 'The bot stopped.' : DID_NOT_START)),
  );
}

const tellLate = (log: Log, error: unknown): void =>
  log.warn({ error: errorName(error) }, 'something failed while the bot was stopping');

const DID_NOT_START = 'The bot did not start.';

function refuse(sentences: readonly string[], what = DID_NOT_START): void {
  process.stderr.write(`${what}\n${sentences.map((sentence) => `- ${forTerminal(sentence)}\n`).join('')}`);
  process.exit(MISCONFIGURED);
}

await main();
