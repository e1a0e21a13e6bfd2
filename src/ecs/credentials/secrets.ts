import { VARIABLES } from '../../config-variables.ts';
import { unescapeUri } from '../../core/base/proxy.ts';

const HIDDEN = '[secret]';
/** Shorter ones would hide common words. */
const MIN_LENGTH = 4;
/** An answer to an older call may still quote the credentials before the renewal. */
const RENEWALS_KEPT = 3;

let configured: readonly string[] = [];
let temporary: readonly (readonly string[])[] = [];
let needles: readonly string[] = [];

/** Hides the secrets given to the process at its start, see {@link secretsIn}. */
export function hideAlways(secrets: readonly string[]): void {
  configured = [...configured, ...secrets];
  prepare();
}

/** Hides credentials that are fetched at run time. */
export function hideTemporary(secrets: readonly (string | null | undefined)[]): void {
  const given = secrets.filter((secret) => typeof secret === 'string');
  if (JSON.stringify(temporary[0]) === JSON.stringify(given)) return;
  temporary = [given, ...temporary].slice(0, RENEWALS_KEPT);
  prepare();
}

function prepare(): void {
  const all = [...configured, ...temporary.flat()].filter((secret) => secret.length >= MIN_LENGTH);
  // The longest first, because one secret may be the beginning of another.
  needles = [...new Set(all.flatMap(formsOf))].toSorted((a, b) => b.length - a.length);
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** A secret in every form that a text may have: plain, in a URL, in a form, in JSON, in a header. */
function formsOf(secret: string): readonly string[] {
  const inUrl = encodeURIComponent(secret);
  const strictly = inUrl.replaceAll(/[!'()*]/gu, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
  const bytes = Buffer.from(secret);
  const encoded = [inUrl, strictly, inForm].flatMap((form) => [
    form,
    form.replaceAll(/%[0-9A-F]{2}/gu, (code) => code.toLowerCase()),
  ]);
  return [
    secret,
    ...encoded,
    ...encoded.map((form) => form.replaceAll('%', '%25')),
    inJson(secret),
    inJson(inJson(secret)),
    bytes.toString('hex'),
    ...inBase64(bytes),
  ].filter((form) => form.length >= MIN_LENGTH);
}

/** Base64 alone, and behind one or two other bytes, such as a user's name; without the letters that depend on neighbours. */
const inBase64 = (bytes: Buffer): readonly string[] =>
  (['base64', 'base64url'] as const).flatMap((encoding) =>
    [0, 1, 2].map((before) => {
      const whole = Math.floor(((before + bytes.length) * 8) / 6);
      return Buffer.concat([Buffer.alloc(before), bytes])
        .toString(encoding)
        .slice(Math.ceil((before * 8) / 6), whole);
    }),
  );

/** The text without this process's secrets, whatever surrounds them. Takes time linear in the text's length. */
export function withoutSecrets(text: string): string {
  let clean = text;
  for (const needle of needles) if (clean.includes(needle)) clean = clean.replaceAll(needle, HIDDEN);
  return clean;
}

const NAME = /SECRET|TOKEN|PASSWORD|PASSWD|ACCESS_KEY/u;
/** The same for the parameters in a URL's query. */
const PARAMETER = /secret|token|pass|pwd|signature|access_?key/iu;

/** Values that begin like well-known keys and tokens, anywhere in a text. */
const KNOWN_KEY = /(?:xox[a-z]-|xapp-|\bLTAI|\bSTS\.|\bTMP\.)[\w.~+=-]+/gu;
/** Values that look like other keys, in case somebody has put one into the wrong variable. */
const LIKE_A_KEY = /^(?=.*[A-Za-z])(?=.*[0-9])[A-Za-z0-9+/=_-]{20,}$/u;

/**
 * Every secret in an environment: by the variable's name, login parts of URLs, and values like keys in the bot's other variables.
 */
export function secretsIn(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const ours = new Set(VARIABLES.flatMap(({ name }) => [name, `${name}_FILE`]));
  return Object.entries(environment).flatMap(([name, given = '']) => {
    const value = given.trim();
    if (NAME.test(name.toUpperCase()) && !name.toUpperCase().endsWith('_FILE')) return [given, value];
    // A proxy may be named without its scheme.
    const url = /PROXY$/iu.test(name) && !value.includes('://') ? `http://${value}` : value;
    return [...(ours.has(name) ? misplacedIn(value) : []), ...(url.includes('://') ? secretsOfUrl(url) : [])];
  });
}

function misplacedIn(value: string): readonly string[] {
  const words = value.split(/[\s,;"'`]+/u);
  // A path, or a folder's name of several words, may be long and have digits: so each word is checked alone.
  const parts = words.flatMap((word) => (/^(?:~|\.{1,2})?\//u.test(word) ? word.split(/[/._-]/u) : [word]));
  return [...(value.match(KNOWN_KEY) ?? []), ...parts.filter((part) => LIKE_A_KEY.test(part))];
}

/** The part before the @, and the passwords and tokens among the parameters, each as written and decoded. */
function secretsOfUrl(url: string): readonly string[] {
  const [address = '', query = ''] = url.split(/\?(.*)/su);
  const inQuery = query.split('&').flatMap((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/su);
    return PARAMETER.test(name) ? [value, unescapeUri(value), unescapeUri(value.replaceAll('+', ' '))] : [];
  });
  return [...(address.includes('@') ? userInfoOf(address) : []), ...inQuery.filter((value) => value !== '')];
}

function userInfoOf(url: string): readonly string[] {
  const raw = url.slice(url.indexOf('://') + 3, url.lastIndexOf('@'));
  const [user = '', password] = raw.split(/:(.*)/su);
  // A token may stand alone where a proxy is told who asks; the name of a database's user is no secret.
  if (password === undefined) return /^https?:/iu.test(url) ? [user, unescapeUri(user)] : [];
  return [raw, unescapeUri(raw), password, unescapeUri(password)];
}
