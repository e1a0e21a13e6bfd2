import { type AddressRange, liesIn, parseAddress, parseRange } from './address.ts';

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
  // Addresses are compared as a whole: the end of an address is no subdomain.
  if (place.includes('/') || parseAddress(host) !== null) return isInRange(host, bare(place));
  const name = asciiOf(bare(place.replace(/^\*?\./u, '')));
  return name !== '' && (host === name || host.endsWith(`.${name}`));
}

const bare = (host: string): string => host.toLowerCase().replace(/[[\]]|\.$/gu, '');

/** The name as a URL normalises it, like the request's own host. */
const asciiOf = (name: string): string => (URL.canParse(`http://${name}/`) ? new URL(`http://${name}/`).hostname : '');

/** A name is in no range. */
function isInRange(host: string, range: string): boolean {
  const [narrow, wide] = [parseAddress(host), parseRange(range)];
  return narrow !== null && wide !== null && liesIn(asIpv4(narrow), asIpv4(wide));
}

/** An IPv4 address that is written as an IPv6 address is the same machine. */
const asIpv4 = (range: AddressRange): AddressRange =>
  range.bits >= 96 && range.value >> 32n === 0xffffn
    ? { value: range.value & 0xffff_ffffn, length: 32, bits: range.bits - 96 }
    : range;

/** What was meant by a part of a URL; malformed percent-encoding is taken literally. */
export function unescapeUri(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
