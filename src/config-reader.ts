import { VARIABLES, type VariableName } from './config-variables.ts';
import { unescapeUri } from './core/base/proxy.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether Slack accepts it as the name of a slash command. */
export const isSlashCommand = (name: string): boolean => /^\/[a-z0-9][a-z0-9_-]{0,30}$/u.test(name);

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

  optional(name: VariableName): string | null {
    const given = this.#environment[name]?.trim();
    return given ? given : null;
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
    return given ?? '';
  }

  choice<const T extends string>(name: VariableName, choices: readonly T[]): T {
    const given = this.text(name);
    const found = choices.find((choice) => choice === given);
    if (found === undefined) this.mistakes.push(`${name} is none of ${choices.join(', ')}. Set it to one of them.`);
    return found ?? (choices[0] as T);
  }

  integer(name: VariableName, min: number, max: number): number {
    const given = this.text(name);
    const value = Number(given);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    this.mistakes.push(`${name} is no whole number from ${min} to ${max}. Set it to one.`);
    return min;
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

  port(name: VariableName): number {
    return this.integer(name, 0, 65_535);
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
    if (URL.canParse(given) && protocols.includes(new URL(given).protocol)) return given;
    this.mistakes.push(
      `${name} is not a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}. Correct it.`,
    );
    return null;
  }

  /** Proxies may also be set in lower case, which wins, as in curl. */
  eitherCase(name: 'HTTPS_PROXY' | 'HTTP_PROXY' | 'NO_PROXY'): string | null {
    return this.#environment[name.toLowerCase()]?.trim() || this.optional(name);
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
    if (pairs.includes(null))
      this.mistakes.push(`${name} is not a list of name=value with commas between. Correct it.`);
    return Object.fromEntries(
      pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? '', unescapeUri(pair[2] ?? '')]])),
    );
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

const isLoopback = (url: string): boolean =>
  URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
