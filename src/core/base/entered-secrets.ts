/** Secrets that people must never give the bot, in Slack, in its policy, or in a start script. */
export type EnteredSecret = 'password' | 'privateKey' | 'accessKey';

/** Letters of other alphabets that look like Latin ones. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i', ѕ: 's', ԁ: 'd', ԝ: 'w' },
  ...{ А: 'A', Е: 'E', О: 'O', Р: 'P', С: 'C', К: 'K', У: 'Y', Х: 'X', І: 'I', Ѕ: 'S', Т: 'T', В: 'B' },
  ...{ α: 'a', ο: 'o', ρ: 'p', ѡ: 'w', ω: 'w', ε: 'e', Α: 'A', Ε: 'E', Ι: 'I', Κ: 'K', Ο: 'O', Ρ: 'P', Τ: 'T', Υ: 'Y' },
  ...{ ᴀ: 'a', ᴅ: 'd', ᴇ: 'e', ɪ: 'i', ᴋ: 'k', ɴ: 'n', ᴏ: 'o', ᴘ: 'p', ʀ: 'r', ꜱ: 's', ᴛ: 't', ᴠ: 'v', ᴡ: 'w', ʏ: 'y' },
};
const LOOKS_LIKE = new RegExp(`[${Object.keys(LOOKALIKES).join('')}]`, 'gu');

const charOf = (_: string, hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));

/**
 * Decodes escapes such as `%3D`, `\u003d`, `&#61;`, `&nbsp;`, `\n`. Keeps `%40` and `%2f` encoded, since decoded they would
 * end the user name in a URL.
 */
const decoded = (text: string): string =>
  text
    .replace(/(?:%(?!40|2f)|\\x|\\u00)([2-7][0-9a-f])/giu, charOf)
    .replace(/&#x([2-7][0-9a-f]);/giu, charOf)
    .replace(/&#(\d{2,3});/gu, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(
      /&(?:equals|colon|nbsp|quot);/giu,
      (name) => ({ '&equals;': '=', '&colon;': ':' })[name.toLowerCase()] ?? ' ',
    )
    .replace(/\\+[nrt]/gu, ' ');

const OPENSSH = /((?:ssh|ecdsa|sk)-[\w.@-]{1,60})\s{1,9}(AAAA[A-Za-z0-9+/]+={0,2})/gu;
/** The bytes before the kind, which count its letters. */
const COUNT_BYTES = 4;

/** Drops the bodies of public keys, which are random enough to look like anything, for example an AccessKey or `pw=`. */
const withoutPublicKeys = (text: string): string =>
  text.replace(OPENSSH, (all, kind: string, body: string) =>
    Buffer.from(body, 'base64').toString('latin1', COUNT_BYTES, COUNT_BYTES + kind.length) === kind ? kind : all,
  );

/** Replaces spaces, punctuation and letters by those that they look like; drops invisible characters and combining marks. */
const plain = (text: string): string =>
  decoded(
    withoutPublicKeys(text)
      .normalize('NFKC')
      .replace(/\p{Cc}/gu, (char) => (/\s/u.test(char) ? ' ' : ''))
      .replace(/\p{Default_Ignorable_Code_Point}|\uFEFF/gu, ''),
  )
    .replace(/[^\p{ASCII}]+/gu, (part) =>
      part
        .normalize('NFD')
        .replace(/[\u0300-\u036F]/gu, '')
        .normalize('NFC'),
    )
    .replace(LOOKS_LIKE, (char) => LOOKALIKES[char] ?? char)
    .replace(/[꞉∶ː]/gu, ':')
    .replace(/≔|→|⇒|➜|[-=]>/gu, '=')
    .replace(/[\p{Z}\s]+/gu, ' ')
    .replace(/(?<![\p{L}\d])(?:\p{L}[ ._-]){4,}\p{L}(?![\p{L}\d])/gu, (word) => word.replace(/[ ._-]/gu, ''));

/** Headers of private keys, in capitals or in any case, and the first bytes of a key's body. */
const PRIVATE_KEYS: readonly RegExp[] = [
  /PRIVATE[^\p{L}\p{N}]{0,8}KEY/u,
  /BEGIN[^-]{0,40}PRIVATE[^\p{L}\p{N}]{0,8}KEY/iu,
  /private[ _+-]*key["'”’]?\s*(?:=|:)\s*\S/iu,
  /Private-Lines:|PuTTY-User-Key-File-\d|b3BlbnNzaC1rZXkt|AGE-SECRET-KEY-1/u,
  // The group in the lookahead keeps the first match: it is not searched for again from every "kty".
  /^(?=(.*?"kty"\s*:))\1.*"d"\s*:/u,
  // RSA in both forms and encrypted; elliptic curves; Ed25519.
  /MII(?:E[opqvw]|G|J[JKQR])[A-Za-z0-9+/]{60}|MI[A-Za-z0-9+/]{2,4}(?:IBAAK|IBAAJ|IBADANBgkqhkiG9w0BAQ)|BgkqhkiG9w0BBQ/u,
  /M[HI][A-Za-z0-9+/]{1,2}(?:CAQEE|AgEBBD|AgEAM[BC]|CAQAwBQYDK2Vw)|MFECAQEwBQYDK2Vw|MC4CAQAwBQYDK2Vw/u,
];

/** The word password, also in spellings that evade filters and in a few other languages. */
const WORD = '(?:p[a@4][s$5]{1,3}[ _.-]?(?:w(?:[o0]rd|r[o0]d|ort|d)|phrase|code)|pswd?|contrasena|mot de passe|senha)';
const LATER = String.raw`(?![_-]?inherit)\d*(?:[_-][\w-]*|\[\d*\])?`;
const CLOSED = String.raw`["'”’*_\x60\]]*`;
const SIGN = String.raw`\s*(?::=|==?|:)\s*`;

/**
 * Matches up to the beginning of a password: after an equals sign or colon behind one of these words, or in the syntax of a
 * few tools.
 */
const PASSWORDS: readonly RegExp[] = [
  new RegExp(`(?:${WORD}${LATER}|secret(?:[_-]?(?:key|access[_-]?key))?)${CLOSED}${SIGN}(?!$)`, 'giu'),
  new RegExp(
    `(?<![a-z])(?:db|root|admin|user|my|mysql|sql|pg|ssh|login|app|sys|ftp|smtp|ldap|vnc|rdp|redis|become|auth|access|refresh|security|session|bearer|api|sts)?[_-]?(?:pass|pwd|pw|token)\\d*${CLOSED}${SIGN}(?!$)`,
    'giu',
  ),
  new RegExp(`(?<![a-z])api[_ -]?key${CLOSED}${SIGN}(?!$)`, 'giu'),
  /(?:密码|密碼|口令|パスワード|暗証番号|비밀번호|п[aа][pр][oо]ль)["'”’*]*(?:\s*(?:=|:|是|为)\s*(?!$)|[\s,，、]+(?=[\x21-\x7E]*\d)(?=[\x21-\x7E]{4}))/giu,
  // In a sentence, in quotes, and between marks, if the value looks like a password.
  new RegExp(`(?:${WORD}|pwd)\\s+(?:is|was|ist|est)\\s+(?=\\S*\\d)(?=\\S{5})`, 'giu'),
  new RegExp(`(?:["']${WORD}["']\\s*,\\s*|${WORD}\\s+)["'](?=[^"']*\\d)(?=[^"']{4})`, 'giu'),
  new RegExp(`\\[${WORD}\\]\\s+(?=\\S*\\d)(?=\\S{5})`, 'giu'),
  new RegExp(`<${WORD}>\\s*(?=[^<\\s])`, 'giu'),
  /:\/\/[^\s/:@]*:(?=[^\s/@]+@)/gu,
  /(?<!\S)--?[a-z-]*(?:password|passwd|passphrase|(?<=--|-)pass|token|secret)(?:=|\s+)["']?(?=[^\s"'=|\\&;<>-])/giu,
  /\bAuthorization["']?\s*[:=]\s*["']?(?:Basic|Bearer|token)\s+(?=\S)/giu,
  /\bsshpass\s+-p\s*["']?(?=\S)/gu,
  /\bnet\s+user\s+\S+\s+(?=[^\s/*])/giu,
  /\bhtpasswd\s+-\w*b\w*\s+\S+\s+\S+\s+(?=\S)/gu,
  /\brequirepass\s+["']?(?=[^\s"'])/giu,
  /\bidentified\s+by\s+["'](?=[^"'])/giu,
  /\bConvertTo-SecureString\s+(?:-String\s+)?["'](?=[^"'])/giu,
  /\becho\s+["']?(?=[^|]*\|\s*(?:sudo\s+)?passwd\s+--stdin)/gu,
  /\b[\w.-]+:(?=[^\s:|]+["']?\s*\|\s*(?:sudo\s+)?chpasswd\b)/gu,
  /\bchpasswd\s*<<(?:<|-?\s*["']?\w+["']?)\s*["']?[\w.-]+:(?=\S)/gu,
];

/** An option with a password, and the words that come before it in the same command. */
interface ToolOption {
  readonly words: readonly RegExp[];
  readonly option: RegExp;
  /** An address before it may contain the marks that separate commands. */
  readonly takesAddress?: true;
}

/**
 * Searched one after the other. A single expression would take minutes on a text that repeats these words, and anybody can
 * submit one.
 */
const TOOL_OPTIONS: readonly ToolOption[] = [
  { words: [/\bcurl\b/u], option: /\s(?:-u|--user)[\s=]*["']?[\w.@-]+:(?=\S)/gu, takesAddress: true },
  { words: [/\bmysql(?:dump|admin)?\b/u], option: /\s-p["']?(?=[^\s"'])/gu },
  {
    words: [/\b(?:docker|podman|nerdctl|az|helm|skopeo)\b/u, /\blogin\b/u],
    option: /\s-p\s*["']?(?=[^\s"'])/gu,
  },
  { words: [/\b(?:useradd|usermod|adduser)\b/u], option: /\s-p\s+["']?(?=[^\s"'])/gu },
  { words: [/\bredis-cli\b/u], option: /\s-a\s+["']?(?=[^\s"'])/gu },
];
/** Values without a secret of their own: read at run time, a placeholder, a switch or a comparison. For scripts only. */
const HARMLESS_VALUE = /^(?:["']{2}|["'“‘]?(?:\$|`|%|<|\{\{|\*|true\b|false\b|yes\b|no\b|null\b|["'”’]?\s*$))/iu;
const ACCESS_KEYS: readonly RegExp[] = [
  /LTAI[ _-]?[A-Za-z0-9]{12,}/iu,
  /(?<![A-Za-z0-9])(?:(?:STS|TMP)\.[A-Za-z0-9]{10,}|A[KS]IA[A-Z0-9]{16}\b|AKID[A-Za-z0-9]{28,}|xox[a-z][.-][\w.-]{10,}|xapp-[\w-]{10,})/u,
  /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_[A-Za-z0-9]{30,}|dckr_pat_[\w-]{16,}|hf_[A-Za-z0-9]{30,}|pypi-AgEI\w{8,})/u,
  /(?<![A-Za-z0-9])(?:AIza[\w-]{30,}|ya29\.[\w-]{10,}|sk-(?:proj-|ant-\w+-)[\w-]{12,}|sk-[A-Za-z0-9]{20,}|[rs]k_(?:live|test)_\w{12,}|SG\.[\w-]{12,}\.[\w-]{8,}|hvs\.[\w-]{16,}|shp(?:at|ca|pa|ss)_\w{20,})/u,
  /hooks\.slack\.com\/(?:services|workflows|triggers)\/\S{8,}|AccountKey=\S|(?<![A-Za-z0-9])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/u,
  /access[ _-]?key[ _-]?(?:id|secret)?["'”’]?(?:\s*(?:=|:)\s*|(?<=-secret|-id)\s+)\S/iu,
];
const BASE64 = /[A-Za-z0-9+/_-]{40,}={0,2}/gu;
const HEX = /(?:[0-9a-f]{2}){24,}/giu;

/** The first kind of secret in a text; null for none. Also searches base64 inside the text. */
export function secretIn(text: string): EnteredSecret | null {
  return firstIn(plain(text), () => true);
}

/** The letters of an encoded private key are random enough to look like an AccessKey. */
function firstIn(shown: string, isValue: (value: string) => boolean): EnteredSecret | null {
  const open = found(shown, isValue);
  return open === null || open === 'accessKey' ? (secretInside(shown) ?? open) : open;
}

/**
 * The same for a script or a file, line by line. Naming a password is allowed there, as long as its value is not in the
 * file.
 */
export function secretLineIn(text: string): { readonly secret: EnteredSecret; readonly line: number } | null {
  const isOwn = (value: string): boolean => !HARMLESS_VALUE.test(value);
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const shown = plain(line);
    // The lines after `chpasswd` are names with their passwords.
    const isFed = lines.slice(Math.max(0, index - FED_LINES), index).some((before) => /\bchpasswd\b/u.test(before));
    const named = isFed ? /^\s*(?:- )?["']?[\w.-]+:(?=\S)/u.exec(shown)?.[0] : undefined;
    if (named !== undefined && isOwn(shown.slice(named.length)) && !/^RANDOM\b|^R$/u.test(shown.slice(named.length)))
      return { secret: 'password', line: index + 1 };
    const secret = firstIn(shown, isOwn);
    if (secret !== null) return { secret, line: index + 1 };
  }
  return null;
}

/** How many lines after `chpasswd`, in a shell or in cloud-init, may be names with passwords. */
const FED_LINES = 8;

function found(text: string, isValue: (value: string) => boolean): EnteredSecret | null {
  if (PRIVATE_KEYS.some((form) => form.test(text))) return 'privateKey';
  for (const form of PASSWORDS)
    for (const match of text.matchAll(form)) if (isValue(text.slice(match.index + match[0].length))) return 'password';
  if (valuesOfTools(text).some(isValue)) return 'password';
  return ACCESS_KEYS.some((form) => form.test(text)) ? 'accessKey' : null;
}

/** What the tools take as passwords, each to the end of its command. */
function valuesOfTools(text: string): readonly string[] {
  const commands = text.split(/[|;&]/u);
  return TOOL_OPTIONS.flatMap(({ words, option, takesAddress }) =>
    (takesAddress ? [text] : commands).flatMap((command) => {
      const rest = words.reduce(behind, command);
      return [...rest.matchAll(option)].map((match) => rest.slice(match.index + match[0].length));
    }),
  );
}

/** Empty without the word. */
function behind(text: string, word: RegExp): string {
  const match = word.exec(text);
  return match === null ? '' : text.slice(match.index + match[0].length);
}

/** How many times a secret may be encoded. */
const MAX_WRAPS = 3;

/**
 * Searches text that is encoded again, as configuration files do, also if the encoded text is broken into lines. Preceding
 * characters may shift it by up to three.
 */
function secretInside(text: string, wraps = 1): EnteredSecret | null {
  if (wraps > MAX_WRAPS) return null;
  const joined = text.replace(/[\s"'\\]/gu, '');
  const wrapped = new Set([text, joined].flatMap((one) => one.match(BASE64) ?? []));
  const inside = [...wrapped].flatMap((one) => [0, 1, 2, 3].map((shift) => Buffer.from(one.slice(shift), 'base64')));
  inside.push(...(joined.match(HEX) ?? []).map((one) => Buffer.from(one, 'hex')));
  for (const bytes of inside) {
    const read = bytes.toString('latin1').replaceAll('\0', '');
    if (/PRIVATE KEY/u.test(read)) return 'privateKey';
    const secret = isText(read) ? (found(plain(read), () => true) ?? secretInside(read, wraps + 1)) : null;
    if (secret !== null) return secret;
  }
  return null;
}

/** Whether it was text before, and is not decoded by chance. */
const isText = (read: string): boolean => /^[\x20-\x7E\s]+$/u.test(read.slice(0, -1));
