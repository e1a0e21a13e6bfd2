import { parseArgs } from 'node:util';
import { COMMANDS } from '../commands/index.ts';
import { isSlashCommand } from '../config-reader.ts';
import { en } from '../text/en.ts';
import { USUAL_COMMAND, withCommand } from '../text/with-command.ts';
import { manifestYaml, publicAddress } from './manifest.ts';

const USAGE = 'Usage: npm run manifest [-- [--http https://your.host] [--command /ecs-prod]]\n';

interface Wanted {
  /** Of `--http`; null without it. */
  readonly address: string | null;
  readonly command: string;
}

/** A sentence if an argument is wrong. */
function readWanted(args: readonly string[]): Wanted | string {
  const options = { http: { type: 'string' }, command: { type: 'string', default: USUAL_COMMAND } } as const;
  let given: { readonly http?: string | undefined; readonly command: string };
  try {
    given = parseArgs({ args: [...args], options }).values;
  } catch {
    return USAGE;
  }
  const { http, command } = given;
  if (!isSlashCommand(command))
    return `--command takes a slash and up to 31 small letters, digits, - or _, like /ecs-prod, not "${command}".\n${USAGE}`;
  if (http === undefined) return { address: null, command };
  const address = publicAddress(http);
  if (address !== null) return { address, command };
  return `--http needs the https address under which Slack reaches the bot, not "${http}".\n${USAGE}`;
}

const wanted = readWanted(process.argv.slice(2));
if (typeof wanted === 'string') {
  process.stderr.write(wanted);
  process.exitCode = 1;
} else {
  process.stdout.write(manifestYaml(COMMANDS, withCommand(en, wanted.command), wanted.address));
}
