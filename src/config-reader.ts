import { VARIABLES, type VariableName } from './config-variables.ts';
import { unescapeUri } from './core/base/proxy.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether Slack accepts it as the name of a slash command. */
export const isSlashCommand = (name: string): boolean => /^\/[a-z0-9][a-z0-9_-]{0,30}$/u.test(name);

/** Of programs and of documents from which people copy. */
const QUOTATION_MARKS = /^["'`“”„‘’「」]+|["'`“”„‘’「」]+$/gu;

const KEY_ID: VariableName = 'ALIBABA_CLOUD_ACCESS_KEY_ID';
/** How Slack's tokens begin, and with them the ids of AccessKeys, which are easily swapped with their secrets. */
const OF_SLACK = /^(?:xox[a-z]|xapp)-/u;
const OF_OTHERS = /^(?:xox[a-z]-|xapp-|LTAI|STS\.)/u;

const MARKED = 'begins or ends with a quotation mark. Leave the marks out.';
const FOR_SHELLS = 'contains ~ or a variable, which only a shell replaces. Write the path in full.';

/** What is wrong with a path as it is written: the end of a sentence; null if it can be used. */
export function wrongInPath(path: string): string | null {
  if (path.replaceAll(QUOTATION_MARKS, '') !== path) return MARKED;
  return /^~|\$[\w{]|^%\w+%/u.test(path) ? FOR_SHELLS : null;
}

/**
 * Reads variables and collects mistakes. Never repeats a value, which may be a misplaced secret. After a mistake it returns a
 * harmless value and goes on.
 */
export class ConfigReader {
  readonly mistakes: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Only some programs that hand over variables take quotation marks away. Goes on without them, to judge what is inside. */
  #given(name: VariableName, spelt: string = name): string | null {
    const given = this.#environment[spelt]?.trim() ?? '';
    const bare = given.replaceAll(QUOTATION_MARKS, '');
    const mistake = `${name} ${MARKED}`;
    if (bare !== given && !this.mistakes.includes(mistake)) this.mistakes.push(mistake);
    return bare === '' ? null : bare;
  }

  optional(name: VariableName): string | null {
    return this.#given(name);
  }

  text(name: VariableName): string {
    return this.optional(name) ?? VARIABLES.find((variable) => variable.name === name)?.default ?? '';
  }

  isOff(name: VariableName): boolean {
    return this.text(name) === 'off';
  }

  /** The sentence never repeats the value. */
  secret(name: VariableName, prefix: string, hint: string): string {
    const given = this.optional(name);
    if (given === null || given === prefix) this.mistakes.push(`${name} is not set. ${hint}`);
    else if (!given.startsWith(prefix))
      this.mistakes.push(`${name} does not begin with ${prefix}, so it is another kind of token. ${hint}`);
    else if (prefix === '' && (name === KEY_ID ? OF_SLACK : OF_OTHERS).test(given))
      this.mistakes.push(`${name} holds another kind of key or token. ${hint}`);
    else this.optionalSecret(name);
    return given ?? '';
  }

  /** A character that no HTTP header may have would fail only later, and look like a network that is down. */
  optionalSecret(name: VariableName): string | null {
    const given = this.optional(name);
    if (given !== null && /[^!-~]/u.test(given))
      this.mistakes.push(`${name} contains a space, or a character that no key or token has. Copy it again.`);
    return given;
  }

  choice<const T extends string>(name: VariableName, choices: readonly T[]): T {
    const given = this.text(name);
    const found = choices.find((choice) => choice === given);
    if (found === undefined) this.mistakes.push(`${name} is none of ${choices.join(', ')}. Set it to one of them.`);
    return found ?? (choices[0] as T);
  }

  integer(name: VariableName, min: number, max: number, todo = 'Set it to one.'): number {
    const given = this.text(name);
    const value = Number(given);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    this.mistakes.push(`${name} is no whole number from ${min} to ${max}. ${todo}`);
    return min;
  }

  /** Null for `off`. */
  integerOrOff(name: VariableName, min: number, max: number): number | null {
    return this.isOff(name) ? null : this.integer(name, min, max, 'Set it to one, or to off.');
  }

  /** Also takes fractions. */
  decimal(name: VariableName, min: number, max: number): number {
    const given = this.text(name);
    const value = Number(given);
    if (/^\d+(?:\.\d+)?$/u.test(given) && value >= min && value <= max) return value;
    this.mistakes.push(`${name} is no number from ${min} to ${max}. Set it to one, such as ${min}.5.`);
    return min;
  }

  region(name: VariableName): string {
    const given = this.text(name);
    if (/^[a-z]{2}-[a-z]{2,20}(?:-[a-z0-9]{1,20}){0,2}$/u.test(given)) return given;
    this.mistakes.push(`${name} is no id of a region. Set it to one like cn-hangzhou.`);
    return '';
  }

  /** Slack's form: a slash and up to 31 small letters, digits, hyphens and underscores. */
  slashCommand(name: VariableName): string {
    const given = this.text(name);
    if (!isSlashCommand(given))
      this.mistakes.push(
        `${name} is no slash command. Set it to one like /ecs-prod: a slash, then up to 31 small letters, digits, - or _.`,
      );
    return given;
  }

  /** An address or a name to listen on, without a port. */
  host(name: VariableName): string {
    const given = this.text(name);
    if (/^(?:[\w.-]+|[\da-f.]*:[\da-f.]*:[\da-f:.]*(?:%\w+)?)$/iu.test(given)) return given;
    this.mistakes.push(`${name} is no address to listen on. Set it to one like 127.0.0.1 or ::1, without a port.`);
    return '';
  }

  path(name: VariableName): string {
    const given = this.text(name);
    const wrong = wrongInPath(given);
    if (wrong !== null) this.mistakes.push(`${name} ${wrong}`);
    return given;
  }

  /** Slack user ids, separated by commas. */
  users(name: VariableName): readonly string[] {
    const given = (this.optional(name) ?? '').split(/[\s,]+/u).filter((id) => id !== '');
    const wrong = given.flatMap((id, n) => (/^[UW][A-Z0-9]{2,15}$/u.test(id) ? [] : [n + 1]));
    if (wrong.length > 0)
      this.mistakes.push(
        `${name} holds what is no Slack user id (${wrong.length === 1 ? 'entry' : 'entries'} ${wrong.join(', ')} of ${given.length}). Take it from the person's profile (Copy member ID, like U07ABCDEF12) and put commas between several.`,
      );
    return [...new Set(given)];
  }

  /** A URL may hold a password, so the sentence does not repeat it. */
  url(name: VariableName, protocols: readonly string[]): string | null {
    const given = this.optional(name);
    if (given === null) return null;
    if (URL.canParse(given) && protocols.includes(new URL(given).protocol) && namesHost(new URL(given))) return given;
    this.mistakes.push(
      `${name} is not a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}. Correct it.`,
    );
    return null;
  }

  /** Proxies may also be set in lower case, which wins, as in curl. */
  eitherCase(name: 'HTTPS_PROXY' | 'HTTP_PROXY' | 'NO_PROXY'): string | null {
    return this.#given(name, name.toLowerCase()) ?? this.#given(name);
  }

  /** `host:port` without a scheme is an http proxy. It may hold a password, and is not repeated. */
  proxy(name: 'HTTPS_PROXY' | 'HTTP_PROXY'): string | null {
    const given = this.eitherCase(name);
    if (given === null) return null;
    const url = /^[a-z][a-z0-9+.-]*:\/\//iu.test(given) ? given : `http://${given}`;
    if (URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol)) return new URL(url).href;
    this.mistakes.push(
      `${name} is not the URL of an HTTP proxy. Set it to one like http://proxy.example.com:3128; other kinds (SOCKS) are not supported.`,
    );
    return null;
  }

  /** `name=value,name=value`, each value encoded as in a URL. A header is most likely a token, and is not repeated. */
  headers(name: VariableName): Readonly<Record<string, string>> {
    const parts = (this.optional(name) ?? '').split(',').filter((part) => part.trim() !== '');
    const pairs = parts.map((part) => /^\s*([\w-]+)\s*=\s*(\S+)\s*$/u.exec(part));
    const headers = pairs.flatMap((pair): readonly (readonly [string, string])[] =>
      pair === null ? [] : [[pair[1] ?? '', unescapeUri(pair[2] ?? '')]],
    );
    if (pairs.includes(null) || headers.some(([, value]) => /[^\t\x20-\x7e]/u.test(value)))
      this.mistakes.push(`${name} is not a list of name=value with commas between. Correct it.`);
    return Object.fromEntries(headers);
  }

  slackApiUrl(): string {
    const url = this.url('SLACK_API_URL', ['https:', 'http:']) ?? this.text('SLACK_API_URL');
    if (url.startsWith('http:') && !isLoopback(url))
      this.mistakes.push(
        'SLACK_API_URL is plain http to another machine, which would show the token to the network. Use https.',
      );
    return url.endsWith('/') ? url : `${url}/`;
  }

  loopbackEndpoint(name: VariableName, protocols: readonly string[] = ['http:']): string | null {
    const url = this.url(name, protocols);
    if (url?.startsWith('http:') && !isLoopback(url))
      this.mistakes.push(`${name} may only be http on loopback (127.0.0.1). Leave it empty for Alibaba Cloud itself.`);
    return url;
  }
}

/** A database may be behind a socket of this machine. */
const namesHost = ({ hostname, protocol }: URL): boolean => hostname !== '' || protocol.startsWith('postgres');

const isLoopback = (url: string): boolean =>
  URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
