const VALUES = ['Correct-Horse-7', '"a b c"', '’x1!y2’', 'ＡＢＣ１２３', 'パスワード9'];
const NAMES = [
  ...['password', 'Password', 'PASSWORD', 'passwd', 'passphrase', 'passcode', 'pwd', 'root_password', 'LoginPassword'],
  ...['ｐａｓｓｗｏｒｄ', 'pass​word', '密码', '口令', 'secret', 'db-password', 'MYSQL_PASSWORD', 'pass', 'secret_key'],
];
const SIGNS = ['=', ': ', ' = ', '＝', '：'];
export const PEM = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----\nMIIEow\n-----END ${kind}PRIVATE KEY-----`;
const KEYS = [
  ...['', 'RSA ', 'EC ', 'DSA ', 'OPENSSH ', 'ENCRYPTED '].map(PEM),
  ...['', 'RSA ', 'EC ', 'DSA ', 'OPENSSH ', 'ENCRYPTED '].map((kind) => Buffer.from(PEM(kind)).toString('base64')),
  ...[
    'private_key=MC4CAQ',
    'PRIVATE_KEY',
    'PRIVATE+KEY',
    'PRIVATE%20KEY',
    'PRIVATE  KEY',
    'PRI​VATE KEY',
    'PRIVATE\nKEY',
  ],
  ...['-----begin rsa private key-----', `x/${Buffer.from(PEM('')).toString('base64')}`, 'Private-Lines: 14'],
  ...[`b3BlbnNzaC1rZXktdjEAAAAA${'A'.repeat(60)}`, `MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${'B'.repeat(60)}`],
  '-----BEGIN PGP PRIVATE KEY BLOCK-----',
];
const ACCESS_KEYS = [
  'LTAI5tAbCdEfGhIjKlMnOpQr',
  'AccessKeySecret=abcdef1234567890abcdef1234567890',
  'access_key_id: abcdef',
  'STS.NUtest1234567890abcdef',
  'AKIAIOSFODNN7EXAMPLE',
  'xoxb-1234567890-abcdefghij',
  'ghp_abcdefghijklmnopqrstuvwxyz0123',
  'TMP.abcdefghij1234567890',
  'xapp-1-A0123456789-abcdef',
];
const OTHER_WAYS = [
  ...['dbpass=x1y2', 'rootpw=x1y2', 'adminpass: x1y2', 'DB_PASSWORD_PROD=x1y2', 'passw0rd=x1y2', 'token=x1y2z3'],
  ...[
    'mysql://root:x1y2@db/app',
    '密码是x1y2',
    'pаssword=x1y2',
    'curl -u ines:x1y2 https://a.example',
    '--password x1y2',
  ],
  ...['echo root:x1y2 | chpasswd', 'PASSWORD=$1 ROOT_PASSWORD=x1y2'],
];
/** Ways of handing over a password or a key, in what a person types. */
export const PAYLOADS = [
  ...OTHER_WAYS,
  ...NAMES.flatMap((name) => SIGNS.map((sign, n) => `${name}${sign}${VALUES[n % VALUES.length]}`)),
  ...NAMES.map((name) => `create web-small amount=2 ${name}=Correct-Horse-7 size=40`),
  ...NAMES.map((name) => `because {"${name}": "x1y2z3"}`),
  ...NAMES.map((name) => `about="${name}=x1y2z3"`),
  ...KEYS,
  ...KEYS.map((key) => `purpose=${key}`),
  ...ACCESS_KEYS,
  ...ACCESS_KEYS.map((key) => `tag:note=${key}`),
];

/** What of them must not be found anywhere afterwards. */
export const SENSITIVE: readonly string[] = [
  ...[
    'Correct-Horse-7',
    'x1y2',
    'ABC123',
    'ＡＢＣ１２３',
    'パスワード9',
    'MIIEow',
    'MC4CAQ',
    'MIIEvQIBADAN',
    'b3BlbnNzaC1rZXkt',
  ],
  ...['PRIVATE KEY', 'LS0tLS1CRUdJTi', 'LTAI5tAbCdEf', 'abcdef1234567890abcdef', 'NUtest1234567890', 'AKIAIOSFODNN7'],
  ...['xoxb-1234567890', 'ghp_abcdefghij', 'abcdefghij1234567890', 'xapp-1-A0123456789'],
];
