import { VARIABLES } from '../../config-variables.ts';

const HIDDEN = '[secret]';
/** Shorter ones would hide common words. */
const MIN_LENGTH = 4;
/** Credentials that were renewed may still be quoted in an answer to what was signed with those before. */
const RENEWALS_KEPT = 3;

let configured: readonly string[] = [];
let temporary: readonly (readonly string[])[] = [];
let needles: readonly string[] = [];

/** What the process was told at its start and must never say, see {@link secretsIn}. */
export function hideAlways(secrets: readonly string[]): void {
  configured = [...configured, ...secrets];
  prepare();
}

/** Credentials that are fetched while it runs. */
export function hideTemporary(secrets: readonly (string | null | undefined)[]): void {
  const given = secrets.filter((secret) => typeof secret === 'string');
  if (JSON.stringify(temporary[0]) === JSON.stringify(given)) return;
  temporary = [given, ...temporary].slice(0, RENEWALS_KEPT);
  prepare();
}

function prepare(): void {
  const all = [...configured, ...temporary.flat()].filter((secret) => secret.length >= MIN_LENGTH);
  // The longest first: one secret may be the beginning of another.
  needles = [...new Set(all.flatMap(formsOf))].toSorted((a, b) => b.length - a.length);
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** A secret as it may be in texts: itself, in a URL, in a form, in JSON, in a header. */
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

/** Alone, and behind one or two bytes more of something else, as behind a user's name: without the letters that neighbours decide. */
const inBase64 = (bytes: Buffer): readonly string[] =>
  (['base64', 'base64url'] as const).flatMap((encoding) =>
    [0, 1, 2].map((before) => {
      const whole = Math.floor(((before + bytes.length) * 8) / 6);
      return Buffer.concat([Buffer.alloc(before), bytes])
        .toString(encoding)
        .slice(Math.ceil((before * 8) / 6), whole);
    }),
  );

/** The text without any secret of this process, whatever surrounds it. Its time grows with the text's length alone. */
export function withoutSecrets(text: string): string {
  let clean = text;
  for (const needle of needles) if (clean.includes(needle)) clean = clean.replaceAll(needle, HIDDEN);
  return clean;
}

const NAME = /SECRET|TOKEN|PASSWORD|PASSWD|ACCESS_KEY/u;
/** The same in the query of a URL. */
const PARAMETER = /secret|token|pass|pwd|signature|access_?key/iu;

/** What begins as keys and tokens do, wherever it stands. */
const KNOWN_KEY = /(?:xox[a-z]-|xapp-|\bLTAI|\bSTS\.|\bTMP\.)[\w.~+=-]+/gu;
/** As other keys look, where somebody has put one by mistake. */
const LIKE_A_KEY = /^(?=.*[A-Za-z])(?=.*[0-9])[A-Za-z0-9+/=_-]{20,}$/u;

/**
 * Every secret of an environment: by the variable's name, what logs in by a URL, and what looks like a key in another variable of
 * the bot.
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
  // A path is long and may have figures, and so may a folder's name of several words: each word is looked at.
  const parts = words.flatMap((word) => (/^(?:~|\.{1,2})?\//u.test(word) ? word.split(/[/._-]/u) : [word]));
  return [...(value.match(KNOWN_KEY) ?? []), ...parts.filter((part) => LIKE_A_KEY.test(part))];
}

/** What is before its @, and the passwords and tokens among its parameters, each as it is there and as it is meant. */
function secretsOfUrl(url: string): readonly string[] {
  const [address = '', query = ''] = url.split(/\?(.*)/su);
  const inQuery = query.split('&').flatMap((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/su);
    return PARAMETER.test(name) ? [value, decoded(value), decoded(value.replaceAll('+', ' '))] : [];
  });
  return [...(address.includes('@') ? userInfoOf(address) : []), ...inQuery.filter((value) => value !== '')];
}

function userInfoOf(url: string): readonly string[] {
  const raw = url.slice(url.indexOf('://') + 3, url.lastIndexOf('@'));
  const [user = '', password] = raw.split(/:(.*)/su);
  // A token may stand alone where a proxy is told who asks; the name of a database's user is no secret.
  if (password === undefined) return /^https?:/iu.test(url) ? [user, decoded(user)] : [];
  return [raw, decoded(raw), password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
