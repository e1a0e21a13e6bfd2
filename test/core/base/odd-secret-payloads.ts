import { PEM } from './secret-payloads.ts';

const VALUE = 'Correct-Horse-7';
const RSA = PEM('RSA ');
const BODY = 'Ab1'.repeat(30);
const encoded = (text: string, by: BufferEncoding = 'base64') => Buffer.from(text).toString(by);
const broken = (text: string, length: number, by: string) =>
  text.match(new RegExp(`.{1,${length}}`, 'gsu'))?.join(by) ?? '';

const NAMES = [
  ...[
    'AccessKeySecret',
    'ALICLOUD_SECRET_KEY',
    'aws_secret_access_key',
    'client_secret',
    'api_key',
    'apiKey',
    'x-api-key',
  ],
  ...[
    'authToken',
    'refresh_token',
    'SecurityToken',
    'MYSQL_PWD',
    'PGPASSWORD',
    'AdminPass',
    'InstancePassword',
    'pswd',
  ],
  ...[
    'Passwort',
    'contraseña',
    'mot de passe',
    'senha',
    'пароль',
    '密碼',
    'パスワード',
    '비밀번호',
    '登录密码',
    'AppSecret',
  ],
  ...['dbPassword', 'spring.datasource.password', 'ansible_become_password', 'kms_encrypted_password', 'hashed_passwd'],
];
/** As people write the word to get past a filter, or with slips. */
const LETTERS = [
  'pass\u0007word',
  ...['p a s s w o r d', 'p.a.s.s.w.o.r.d', 'pass-word', 'pass_word', 'Pass Word', 'passwοrd', 'ρassword', 'ⓟⓐⓢⓢⓦⓞⓡⓓ'],
  ...['𝐩𝐚𝐬𝐬𝐰𝐨𝐫𝐝', 'ᴘᴀꜱꜱᴡᴏʀᴅ', 'passw\u0335ord', 'pa\u0301ssword', 'pass\u2060word', 'pass\uFEFFword', 'pass\u034Fword'],
  ...[
    'p@ssw0rd',
    'pa$$word',
    'pa55word',
    'passwrod',
    'pasword',
    'passsword',
    'paswd',
    'pwd1',
    'password1',
    'password[0]',
  ],
];
const SIGNS = [
  ...[
    ' => ',
    ' := ',
    '==',
    ' -> ',
    ' → ',
    ' is ',
    ' ＝ ',
    '﹕',
    '꞉',
    '∶',
    '≔',
    '%3D',
    '%3a',
    '&#61;',
    '&#x3d;',
    '&equals;',
    '&colon;',
  ],
  ...['\\u003d', '\\x3d', '\u00A0:\u00A0', '\n=\n', ':\n'],
];
const COMMANDS = [
  ...[`mysql -uroot -p${VALUE}`, `sshpass -p ${VALUE} ssh a@b`, `--pass ${VALUE}`],
  ...[`-Password ${VALUE}`, `--db-password ${VALUE}`, `net user Administrator ${VALUE}`, `useradd -p ${VALUE} bob`],
  ...[`echo ${VALUE} | passwd --stdin root`, `chpasswd <<< "root:${VALUE}"`, `chpasswd <<EOF\nroot:${VALUE}\nEOF`],
  ...[`ConvertTo-SecureString "${VALUE}" -AsPlainText`, `docker login -u me -p ${VALUE} reg`, `redis-cli -a ${VALUE}`],
  ...[`curl "https://x/?a=1&b=2" -u me:${VALUE}`, `mysqldump -uroot -P3306 -p${VALUE} shop | gzip`],
  ...[`curl --user me:${VALUE} https://x`, `Authorization: Basic ${encoded(`me:${VALUE}`)}`, `requirepass ${VALUE}`],
  ...[
    `Authorization: Bearer ${VALUE}`,
    `kubectl --token ${VALUE}`,
    `htpasswd -b f u ${VALUE}`,
    `IDENTIFIED BY "${VALUE}"`,
  ],
  ...[`aliyun configure set --access-key-secret ${VALUE}`, `redis://:${VALUE}@h:6379`, `mongodb+srv://u:${VALUE}@h`],
];
const MARKED = [
  ...[`<password>${VALUE}</password>`, `"password","${VALUE}"`, `*password*: ${VALUE}`, `**Password** = ${VALUE}`],
  ...[
    `[password] ${VALUE}`,
    ...['\n', '&nbsp;', '\\n', '\\\\t'].map((space) => `password${space}is${space}${VALUE}`),
    `Password "${VALUE}"`,
    `密码 ${VALUE}`,
    `密码,${VALUE}`,
    `密码→${VALUE}`,
    `\`password\`: ${VALUE}`,
  ],
];
const KEYS = [
  ...[RSA.replaceAll('-----', '—'), RSA.replaceAll(' ', '\u00A0'), RSA.replaceAll('PRIVATE KEY', 'PRIVATE\tKEY')],
  ...['\\n', '&nbsp;', "' '", '"+" '].map((by) => RSA.replaceAll('PRIVATE KEY', `PRIVATE${by}KEY`)),
  ...[
    'B E G I N  P R I V A T E  K E Y',
    'ＢＥＧＩＮ ＰＲＩＶＡＴＥ ＫＥＹ',
    RSA.toLowerCase(),
    RSA.split('').join('\u200B'),
  ],
  ...[
    RSA.replaceAll('\n', '\\n'),
    RSA.replaceAll('\n', ''),
    `> ${RSA.replaceAll('\n', '\n> ')}`,
    'PuTTY-User-Key-File-3: ssh',
  ],
  ...[`MHcCAQEEI${BODY}`, `MIGHAgEAMBMGByqGSM49${BODY}`, `MC4CAQAwBQYDK2VwBCIEI${BODY}`, `MIICXAIBAAKBgQC${BODY}`],
  ...['{"kty":"RSA","n":"a","e":"AQAB","d":"Eq5xpGnNCivDflJsRQBX"}', 'AGE-SECRET-KEY-1QQPQZXCVBNMASD'],
];
const WRAPPED = [
  ...[
    encoded(RSA, 'base64url'),
    encoded(encoded(RSA)),
    encoded(RSA, 'hex'),
    encodeURIComponent(RSA),
    encoded(`x${RSA}`),
  ],
  ...[broken(encoded(RSA), 64, '\n'), broken(encoded(RSA), 20, ' '), broken(encoded(RSA), 30, '\\n')],
  ...[encoded(encoded(encoded(RSA))), `${encoded(`password=${VALUE} is it`)}//`],
  // Among the bytes of an archive.
  Buffer.from(`\xFF\xFE\x01${RSA}\xFF`, 'latin1').toString('base64'),
  ...[encoded(RSA).split('').join('\u200B'), Buffer.from(RSA, 'utf16le').toString('base64')],
  ...[encoded(`password=${VALUE} and what is behind it`), encoded(`AccessKeySecret=${'abcdef1234567890'.repeat(2)}`)],
];
const TOKENS = [
  ...[
    'LTAI4GAbCdEfGhIjKlMn',
    'ＬＴＡＩ５ｔＡｂＣｄＥｆＧｈＩｊＫｌＭｎ',
    'ltai5tabcdefghijklmnopqr',
    'LTAI 5tAbCdEfGhIjKlMnOpQr',
  ],
  ...['LTAI5tAbCd\u200BEfGhIjKlMnOpQr', 'xLTAI5tAbCdEfGhIjKlMnOpQr', 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA'],
  ...['AIzaSyA1234567890abcdefghijklmnopqrstuvw', 'sk-abcdefghijklmnopqrstuvwxyz123456', 'sk-ant-api03-abcdefghijklmn'],
  ...[
    'sk_live_abcdefghijklmnop1234',
    'glpat-abcdefghijklmnopqrst',
    'github_pat_11ABCDEFG0abcdefghijkl',
    'hvs.CAESIabcdefghijklmnop',
  ],
  ...['dckr_pat_abcdefghijklmnopqrst', 'ya29.a0AfH6SMBabcdefghijk', 'shpat_abcdef0123456789abcdef0123456789'],
  ...['https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXX', 'AccountKey=abcdefghijklmnop0123'],
  ...['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N'],
];

/** Passwords and keys as they are seldom written. */
export const ODD_PAYLOADS: readonly string[] = [
  ...NAMES.flatMap((name) => [`${name}=${VALUE}`, `because ${name}: ${VALUE}`]),
  ...LETTERS.map((word) => `${word}=${VALUE}`),
  ...SIGNS.map((sign) => `password${sign}${VALUE}`),
  ...[...COMMANDS, ...MARKED, ...KEYS, ...WRAPPED, ...TOKENS],
  ...[...KEYS, ...TOKENS].map((secret) => `create web-small tag:note="${secret}" size=40`),
];

/** What of them must not be found anywhere afterwards. */
export const ODD_SENSITIVE: readonly string[] = [
  ...[VALUE, 'MIIEow', 'MHcCAQEEI', 'MIGHAgEAMBM', 'MC4CAQAwBQ', 'MIICXAIBAAKB', 'Eq5xpGnNCiv', 'AGE-SECRET-KEY-1'],
  ...['LS0tLS1CRUdJTi', 'TFMwdExTMUNS', '2d2d2d2d2d4245', 'cGFzc3dvcmQ9', 'QWNjZXNzS2V5', 'LQAtAC0A', 'Y29ycmVjdC1I'],
  ...[
    'AbCdEfGhIjKl',
    'ltai5tabcdef',
    'ＡｂＣｄＥｆ',
    'z8krbsJ5yKBZ',
    'AIzaSyA12345',
    'sk-abcdefgh',
    'sk-ant-api03',
    'sk_live_abcd',
  ],
  ...['glpat-abcdef', '11ABCDEFG0ab', 'CAESIabcdef', 'dckr_pat_abc', 'a0AfH6SMBabc', 'shpat_abcdef', 'B00000000/XXXX'],
  ...['AccountKey=abc', 'dozjgNryP4J3'],
];
