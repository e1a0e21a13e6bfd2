/** What people must never hand to the bot: by Slack, in its policy, or in a start script. */
export type EnteredSecret = 'password' | 'privateKey' | 'accessKey';

/** Letters of other alphabets that are drawn like those of ours. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i', ѕ: 's', ԁ: 'd', ԝ: 'w' },
  ...{ А: 'A', Е: 'E', О: 'O', Р: 'P', С: 'C', К: 'K', У: 'Y', Х: 'X', І: 'I', Ѕ: 'S', Т: 'T', В: 'B' },
};

/** Spaces, marks and letters that look alike count as what they look like; what nobody sees is left out. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Script=Cyrillic}/gu, (char) => LOOKALIKES[char] ?? char)
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, (char) => (/\s/u.test(char) ? ' ' : ''))
    .replace(/[\p{Z}\s]+/gu, ' ');

/** The words in capitals as in a key's first line, that line in any letters, or what begins the body of a key. */
const PRIVATE_KEYS: readonly RegExp[] = [
  /PRIVATE[ _+-]*(?:%20)*KEY/u,
  /BEGIN[^-]{0,40}PRIVATE[ _+-]*(?:%20)*KEY/iu,
  /private[ _+-]*(?:%20)*key["'”’]?\s*(?:=|:|%3D)\s*\S/iu,
  /Private-Lines:|b3BlbnNzaC1rZXkt|MII(?:E[opqvw]|G|J[JKQR])[A-Za-z0-9+/]{60}/u,
];
/** What is behind an equals sign or colon after one of these words is a password; so is what a few tools take as one. */
const PASSWORDS: readonly RegExp[] = [
  /(?:p[a@]ss(?:w[o0]rd|wd|phrase|code)(?![_-]?inherit)(?:[_-][\w-]*)?|secret(?:[_-]?(?:key|access[_-]?key))?)["'”’]?\s*(?:=|:|%3D)\s*(?!$)/giu,
  /(?<![a-z])(?:db|root|admin|user|my|mysql|sql|pg|ssh|login|app|sys|ftp|smtp|ldap|vnc|rdp|redis)?(?:pass|pwd|pw|token)["'”’]?\s*(?:=|:|%3D)\s*(?!$)/giu,
  /(?:密码|口令)["'”’]?\s*(?:=|:|%3D|是|为)\s*(?!$)/gu,
  /:\/\/[^\s/:@]*:(?=[^\s/@]+@)/gu,
  /--password(?:=|\s+)(?=[^\s-])/giu,
  /\bcurl\b.*\s-u\s*["']?[\w.@-]+:(?=\S)/gu,
  /\b[\w.-]+:(?=[^\s:|]+["']?\s*\|\s*chpasswd\b)/gu,
];
/** Nothing of its own: read at run time, a placeholder, a switch or a comparison. For scripts alone. */
const HARMLESS_VALUE = /^(?:["']{2}|["'“‘]?(?:\$|`|%|<|\{\{|\*|true\b|false\b|yes\b|no\b|["'”’]?\s*$))/iu;
const ACCESS_KEYS: readonly RegExp[] = [
  /(?<![A-Za-z0-9])(?:LTAI[A-Za-z0-9]{12,}|(?:STS|TMP)\.[A-Za-z0-9]{10,}|A[KS]IA[A-Z0-9]{16}\b|xox[a-z]-[\w-]{10,}|xapp-[\w-]{10,}|gh[pousr]_[A-Za-z0-9]{20,})/u,
  /access[ _-]?key[ _-]?(?:id|secret)?["'”’]?\s*(?:=|:|%3D)\s*\S/iu,
];
const BASE64 = /[A-Za-z0-9+/_-]{40,}={0,2}/gu;

/** The first that a text holds; null for none. Texts in base64 within it are looked into as well. */
export const secretIn = (text: string): EnteredSecret | null => found(plain(text), () => true) ?? secretInside(text);

/** The same of a script or a file line by line, in which a password may be named as long as it is not there. */
export function secretLineIn(text: string): { readonly secret: EnteredSecret; readonly line: number } | null {
  for (const [index, line] of text.split('\n').entries()) {
    const secret = found(plain(line), (value) => !HARMLESS_VALUE.test(value)) ?? secretInside(line);
    if (secret !== null) return { secret, line: index + 1 };
  }
  return null;
}

function found(text: string, isValue: (value: string) => boolean): EnteredSecret | null {
  if (PRIVATE_KEYS.some((form) => form.test(text))) return 'privateKey';
  for (const form of PASSWORDS)
    for (const match of text.matchAll(form)) if (isValue(text.slice(match.index + match[0].length))) return 'password';
  return ACCESS_KEYS.some((form) => form.test(text)) ? 'accessKey' : null;
}

/** A key that was wrapped once more, as configuration files do. What is before it may shift it by up to three characters. */
function secretInside(text: string): EnteredSecret | null {
  const wrapped = (text.match(BASE64) ?? []).flatMap((one) => [0, 1, 2, 3].map((shift) => one.slice(shift)));
  const holdsKey = (one: string) => /PRIVATE KEY/u.test(Buffer.from(one, 'base64').toString('latin1'));
  return wrapped.some(holdsKey) ? 'privateKey' : null;
}
