import { expect, test } from 'vitest';
import { exemptions, NO_PROXIES, proxyAuthorization, proxyFor } from '../../../src/core/base/proxy.ts';

const settings = (noProxy = '') => ({
  https: 'http://secure.proxy:3128/',
  http: 'http://plain.proxy:3128/',
  exempt: exemptions(noProxy),
});
const goesTo = (url: string, noProxy = '') => proxyFor(settings(noProxy), new URL(url))?.hostname ?? 'directly';

test.each([
  ['https://slack.com/api/', 'secure.proxy'],
  ['wss://wss-primary.slack.com/link', 'secure.proxy'],
  ['http://credentials.corp/', 'plain.proxy'],
  ['ws://somewhere/', 'plain.proxy'],
  ['https://127.0.0.1.example/', 'secure.proxy'],
])('%s goes through %s', (url, proxy) => expect(goesTo(url)).toBe(proxy));

test('without a proxy for its scheme a request goes directly', () => {
  const [secure, plain] = [new URL('https://slack.com/'), new URL('http://credentials.corp/')];
  expect([proxyFor(NO_PROXIES, secure), proxyFor(NO_PROXIES, plain)]).toEqual([null, null]);
  const onlyPlain = { ...settings(), https: null };
  expect([proxyFor(onlyPlain, secure), proxyFor(onlyPlain, plain)?.hostname]).toEqual([null, 'plain.proxy']);
});

test.each([
  'http://127.0.0.1:4700/api/',
  'https://127.8.9.1/',
  'http://localhost:4701/',
  'http://sandbox.localhost/',
  'http://[::1]:4701/',
  'http://100.100.100.200/latest/meta-data/',
  'http://169.254.169.254/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:100.100.100.200]/latest/meta-data/',
  'http://[fe80::1]/',
])('%s never leaves this machine through a proxy', (url) => expect(goesTo(url)).toBe('directly'));

test.each([
  ['*', 'https://slack.com/', true],
  ['slack.com', 'https://slack.com/', true],
  ['slack.com', 'https://wss-primary.slack.com/', true],
  ['slack.com', 'https://notslack.com/', false],
  ['.slack.com', 'https://files.slack.com/', true],
  ['*.slack.com', 'https://files.slack.com/', true],
  ['SLACK.com', 'https://Slack.COM./', true],
  ['a.example, slack.com', 'https://slack.com/', true],
  ['a.example slack.com', 'https://slack.com/', true],
  ['slack.com:443', 'https://slack.com/', true],
  ['slack.com:8443', 'https://slack.com/', false],
  ['slack.com:8443', 'https://slack.com:8443/', true],
  ['10.1.2.3', 'https://10.1.2.3/', true],
  ['10.0.0.0/8', 'https://10.1.2.3/', true],
  ['10.0.0.0/16', 'https://10.1.2.3/', false],
  ['0.0.0.0/0', 'https://10.1.2.3/', true],
  ['10.1.2.3/33', 'https://10.1.2.3/', false],
  ['10.0.0.0/8x', 'https://10.1.2.3/', false],
  ['10.0.0.0/x8', 'https://10.1.2.3/', false],
  ['10.1.2.0/24', 'https://10.1.2.255/', true],
  ['10.1.2.259', 'https://10.1.3.3/', false],
  ['x10.1.2.3', 'https://10.1.2.3/', false],
  ['10.1.2.3', 'https://10.1.2.3.example/', false],
  ['[fd00::1]', 'https://[fd00::1]/', true],
  ['fd00::1', 'https://[fd00::1]/', true],
  ['[fd00::1]:443', 'https://[fd00::1]/', true],
  ['[fd00::1]:8443', 'https://[fd00::1]/', false],
  ['FD00:0:0::0001', 'https://[fd00::1]/', true],
  ['fd00::2', 'https://[fd00::1]/', false],
  ['::1:0:0:7', 'https://[0:0:0:0:1::7]/', true],
  ['fd00::/8', 'https://[fdab:1::5]/', true],
  ['[fd00::]/8', 'https://[fdab:1::5]/', true],
  ['fd00::/8', 'https://[fe00::5]/', false],
  ['2001:db8::/33', 'https://[2001:db8:7fff::1]/', true],
  ['2001:db8::/33', 'https://[2001:db8:8000::1]/', false],
  ['fd00::1/129', 'https://[fd00::1]/', false],
  ['1:2:3:4:5:6:7:8', 'https://[1:2:3:4:5:6:7:8]/', true],
  ['1:2:3:4:5:6:7:8', 'https://[1:2:3:4:5:6:7:9]/', false],
  ['::/0', 'https://[2001:db8::1]/', true],
  ['::/0', 'https://slack.com/', false],
  ['0.0.0.0/0', 'https://[2001:db8::1]/', false],
  ['10.0.0.0/8', 'https://[::ffff:10.1.2.3]/', true],
  ['10.0.0.0/8:443', 'https://10.1.2.3/', true],
  ['10.0.0.0/8:80', 'https://10.1.2.3/', false],
  ['[fd00::]/8:8443', 'https://[fd00::1]:8443/', true],
  ['[fd00::]/16:443', 'https://[fd00::1]/', true],
  ['10.0.0.0/', 'https://10.1.2.3/', false],
  ['slack.com/8', 'https://slack.com/', false],
  ['slack.com/8', 'https://10.1.2.3/', false],
  ['3', 'https://10.1.2.3/', false],
  ['.2.3', 'https://10.1.2.3/', false],
  ['.slack.com', 'https://slack.com/', true],
  ['*.slack.com', 'https://slack.com/', true],
  ['.slack.com:443', 'https://files.slack.com/', true],
  ['.slack.com:8443', 'https://files.slack.com/', false],
  ['slack.com.', 'https://slack.com/', true],
  ['*:8443', 'https://slack.com/', false],
  ['*:443', 'https://slack.com/', true],
  ['*:80', 'http://slack.com/', true],
  ['bücher.example', 'https://www.bücher.example/', true],
  ['sl*ck.com', 'https://slack.com/', false],
  ['lack.com', 'https://slack.com/', false],
  ['.', 'https://slack.com/', false],
])('NO_PROXY=%s and %s: directly is %s', (noProxy, url, directly) => {
  expect(goesTo(url, noProxy) === 'directly').toBe(directly);
});

test('the entries of NO_PROXY are told one by one, without what is empty', () => {
  expect(exemptions(', a.example,  b ,')).toEqual(['a.example', 'b']);
});

test('a user and a password are sent decoded, and nothing where there are none', () => {
  expect(proxyAuthorization(new URL('http://bot%40corp:p%3Ass@proxy:1'))).toBe(
    `Basic ${Buffer.from('bot@corp:p:ss').toString('base64')}`,
  );
  expect(proxyAuthorization(new URL('http://token@proxy:1'))).toBe(`Basic ${Buffer.from('token:').toString('base64')}`);
  expect(proxyAuthorization(new URL('http://:pass@proxy:1'))).toBe(`Basic ${Buffer.from(':pass').toString('base64')}`);
  expect(proxyAuthorization(new URL('http://bot:100%@proxy:1'))).toBe(
    `Basic ${Buffer.from('bot:100%').toString('base64')}`,
  );
  expect(proxyAuthorization(new URL('http://proxy:1'))).toBeNull();
});
