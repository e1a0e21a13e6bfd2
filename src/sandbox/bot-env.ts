const NAME = /^[A-Za-z_]\w*$/;

/**
 * Reads `--bot-env NAME=VALUE`; the last of a name wins. The value is everything after the first `=`, even nothing. It may be a
 * secret, so the error about a malformed one does not repeat it.
 */
export function readBotEnvironment(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(given.map(pair));
}

function pair(given: string): [string, string] {
  const mark = given.indexOf('=');
  const name = given.slice(0, Math.max(0, mark));
  if (!NAME.test(name) || given.includes('\0')) {
    throw new Error(
      '--bot-env takes NAME=VALUE, such as DEADLINE_MS=20000. A name begins with a letter and has letters, digits and underscores.',
    );
  }
  return [name, given.slice(mark + 1)];
}

/** The port in a variable of the bot; null if it is not set. */
export function portOf(environment: Readonly<Record<string, string>>, name: string): number | null {
  const value = environment[name];
  if (value === undefined) return null;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (port < 1 || port > 65_535)
    throw new Error(`--bot-env ${name} is a port from 1 to 65535: the sandbox has to find it.`);
  return port;
}
