/** What people must never hand to the bot: by Slack, in its policy, or in a start script. */
export type EnteredSecret = 'password' | 'privateKey' | 'accessKey';

/** Spaces, marks and letters that look alike count as what they look like; what nobody sees is left out. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, (char) => (/\s/u.test(char) ? ' ' : ''))
    .replace(/[\p{Z}\s]+/gu, ' ');

const PRIVATE_KEY = /private[ _+-]*(?:%20)*key/iu;
/** What stands behind an equals sign or colon after one of these words is a password. */
const PASSWORD =
  /(?:pass(?:word|wd|phrase|code)|(?<![a-z])(?:pass|pwd|pw)|密码|口令|secret(?:[_-]?(?:key|access[_-]?key))?)["'”’]?\s*(?:=|:|%3D)\s*(?!$)/iu;
/** Nothing of its own: read at run time, a placeholder, or a switch. For scripts alone. */
const HARMLESS_VALUE = /^["'“‘]?(?:\$|%|<|\{\{|\*|true\b|false\b|yes\b|no\b|["'”’]?\s*$)/iu;
const ACCESS_KEY =
  /(?<![A-Za-z0-9])(?:LTAI[A-Za-z0-9]{12,}|(?:STS|TMP)\.[A-Za-z0-9]{10,}|A[KS]IA[A-Z0-9]{16}|xox[a-z]-[\w-]{10,}|xapp-[\w-]{10,}|gh[pousr]_[A-Za-z0-9]{20,})|access[ _-]?key[ _-]?(?:id|secret)?["'”’]?\s*(?:=|:|%3D)\s*\S/iu;
const BASE64 = /[A-Za-z0-9+/_-]{40,}={0,2}/gu;

/** The first that a text holds; null for none. Texts in base64 within it are looked into as well. */
export const secretIn = (text: string): EnteredSecret | null => found(plain(text), () => true) ?? secretInside(text);

/** The same of a script or a file line by line, in which a password may be named as long as it does not stand there. */
export function secretLineIn(text: string): { readonly secret: EnteredSecret; readonly line: number } | null {
  for (const [index, line] of text.split('\n').entries()) {
    const secret = found(plain(line), (value) => !HARMLESS_VALUE.test(value)) ?? secretInside(line);
    if (secret !== null) return { secret, line: index + 1 };
  }
  return null;
}

function found(text: string, isValue: (value: string) => boolean): EnteredSecret | null {
  if (PRIVATE_KEY.test(text)) return 'privateKey';
  const password = PASSWORD.exec(text);
  if (password !== null && isValue(text.slice(password.index + password[0].length))) return 'password';
  return ACCESS_KEY.test(text) ? 'accessKey' : null;
}

/** A key that was wrapped once more, as configuration files do. */
function secretInside(text: string): EnteredSecret | null {
  const wrapped = text.match(BASE64) ?? [];
  return wrapped.some((one) => PRIVATE_KEY.test(Buffer.from(one, 'base64').toString('latin1'))) ? 'privateKey' : null;
}
