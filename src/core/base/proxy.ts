/** The proxies for the bot's own requests, from HTTPS_PROXY, HTTP_PROXY and NO_PROXY. Proxy URLs may contain a password. */
export interface ProxySettings {
  /** For https and wss; null for a direct connection. */
  readonly https: string | null;
  /** For http and ws; null for a direct connection. */
  readonly http: string | null;
  /** The entries of NO_PROXY. */
  readonly exempt: readonly string[];
}

export const NO_PROXIES: ProxySettings = { https: null, http: null, exempt: [] };

/** @param list the value of NO_PROXY: entries separated by commas or spaces */
export const exemptions = (list: string): readonly string[] => list.split(/[\s,]/u).filter((entry) => entry !== '');

/** The proxy for a request to `target`; null for a direct connection. */
export function proxyFor(settings: ProxySettings, target: URL): URL | null {
  const secure = target.protocol === 'https:' || target.protocol === 'wss:';
  const proxy = secure ? settings.https : settings.http;
  if (proxy === null) return null;
  const host = bare(target.hostname);
  const port = target.port || (secure ? '443' : '80');
  if (isOwnMachine(host) || settings.exempt.some((entry) => covers(entry, host, port))) return null;
  return new URL(proxy);
}

/** The header that authorises the bot to the proxy; null when the proxy's URL has no user. */
export function proxyAuthorization(proxy: URL): string | null {
  if (proxy.username === '' && proxy.password === '') return null;
  const pair = `${unescapeUri(proxy.username)}:${unescapeUri(proxy.password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/**
 * Hosts that are never reached through a proxy: this machine and its link-local network, and the metadata service of its
 * ECS instance. That service hands out the credentials of the RAM role and must never be asked through a third party.
 */
function isOwnMachine(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return OWN_RANGES.some((range) => isInRange(host, range));
}

const OWN_RANGES = ['127.0.0.0/8', '169.254.0.0/16', '100.100.100.200/32', '::1/128', 'fe80::/10'];

/**
 * The forms of NO_PROXY in curl, Go and Node together: `*`; a name, with or without `.` or `*.` before it, for itself and
 * all subdomains; an address; a range such as `10.0.0.0/8` or `fd00::/8`. Each may end with a port; an IPv6 address then
 * needs brackets.
 */
function covers(entry: string, host: string, port: string): boolean {
  // More than one colon without brackets is an IPv6 address without a port.
  const [, place = entry, wanted] = /^(\[[^\]]*\](?:\/\d+)?|[^:]*):(\d+)$/u.exec(entry) ?? [];
  if (wanted !== undefined && Number(wanted) !== Number(port)) return false;
  if (place === '*') return true;
  const [network = '', length] = place.split('/');
  if (length !== undefined) return isInRange(host, `${bare(network)}/${length}`);
  // Addresses are compared as a whole: the end of an address is no subdomain.
  const address = addressOf(host);
  if (address !== null) return address === addressOf(bare(place));
  const name = asciiOf(bare(place.replace(/^\*?\./u, '')));
  return name !== '' && (host === name || host.endsWith(`.${name}`));
}

const bare = (host: string): string => host.toLowerCase().replace(/[[\]]|\.$/gu, '');

/** The name as a URL normalises it, like the request's own host. */
const asciiOf = (name: string): string => (URL.canParse(`http://${name}/`) ? new URL(`http://${name}/`).hostname : '');

function isInRange(host: string, range: string): boolean {
  const [network = '', length = ''] = range.split('/');
  const [address, base] = [addressOf(host), addressOf(network)];
  const bits = Number(length) + (ipv4(network) === null ? 0 : 96);
  if (address === null || base === null || !/^\d+$/u.test(length) || bits > 128) return false;
  return address >> BigInt(128 - bits) === base >> BigInt(128 - bits);
}

/** An address as a number, IPv4 as its mapped IPv6 address; null for a name. */
function addressOf(host: string): bigint | null {
  const short = ipv4(host);
  if (short !== null) return (0xffffn << 32n) | BigInt(short);
  if (!URL.canParse(`http://[${host}]/`)) return null;
  const [before = '', after = ''] = new URL(`http://[${host}]/`).hostname.slice(1, -1).split('::');
  const [front, back] = [groupsOf(before), groupsOf(after)];
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
  return [...front, ...zeros, ...back].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

const groupsOf = (part: string): readonly string[] => part.split(':').filter((group) => group !== '');

function ipv4(text: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/u.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return null;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** What was meant by a part of a URL; malformed percent-encoding is taken literally. */
export function unescapeUri(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
