/** Which proxy the bot's own requests go through, as HTTPS_PROXY, HTTP_PROXY and NO_PROXY say. Proxy URLs may hold a password. */
export interface ProxySettings {
  /** For https and wss; null: directly. */
  readonly https: string | null;
  /** For http and ws; null: directly. */
  readonly http: string | null;
  /** The entries of NO_PROXY, in lower case. */
  readonly exempt: readonly string[];
}

export const NO_PROXIES: ProxySettings = { https: null, http: null, exempt: [] };

/** @param list the entries of NO_PROXY between commas or spaces */
export const exemptions = (list: string): readonly string[] =>
  list
    .toLowerCase()
    .split(/[\s,]+/u)
    .filter((entry) => entry !== '');

/** The proxy for a request to `target`, or null when it goes directly. */
export function proxyFor(settings: ProxySettings, target: URL): URL | null {
  const secure = target.protocol === 'https:' || target.protocol === 'wss:';
  const proxy = secure ? settings.https : settings.http;
  if (proxy === null) return null;
  const host = bare(target.hostname);
  const port = target.port || (secure ? '443' : '80');
  if (isOwnMachine(host) || settings.exempt.some((entry) => covers(entry, host, port))) return null;
  return new URL(proxy);
}

/** What a proxy must be sent to be let in; null when its URL names no user. */
export function proxyAuthorization(proxy: URL): string | null {
  if (proxy.username === '' && proxy.password === '') return null;
  const pair = `${decoded(proxy.username)}:${decoded(proxy.password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** A percent sign that was not written as %25 is meant as such. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * What no proxy can reach: this machine itself, and the metadata service of the ECS instance it runs on, which hands out the
 * credentials of the RAM role and must never be asked through a third party.
 */
function isOwnMachine(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost') || host === '::1') return true;
  return ['127.0.0.0/8', '169.254.0.0/16', '100.100.100.200/32'].some((range) => isInRange(host, range));
}

/** `*`, `example.com` and `.example.com` (with everything below), `10.0.0.0/8`; each may end with a port. */
function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInRange(host, entry);
  // More than one colon without brackets is an IPv6 address and no port.
  const [, name = entry, wanted] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/u.exec(entry) ?? [];
  if (wanted !== undefined && wanted !== port) return false;
  const suffix = bare(name).replace(/^\*?\./u, '');
  return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`));
}

const bare = (host: string): string => host.toLowerCase().replace(/^\[|\]$|\.$/gu, '');

function isInRange(host: string, range: string): boolean {
  const [network = '', length = ''] = range.split('/');
  const [address, base] = [ipv4(host), ipv4(network)];
  const bits = Number(length);
  if (address === null || base === null || !/^\d+$/u.test(length) || bits > 32) return false;
  const size = 2 ** (32 - bits);
  return Math.floor(address / size) === Math.floor(base / size);
}

function ipv4(text: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/u.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return null;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}
