import { type FoundInstance, regionOf } from '../instance/found-instance.ts';
import { isReleased } from '../power/power-rules.ts';
import type { Site } from '../spec/charge.ts';
import type { Quote } from '../spec/quote.ts';
import type { InstanceSpec } from '../spec/spec.ts';
import type { Server } from './ways-in.ts';

/**
 * An instance that was looked up, as a server to log in to.
 *
 * @param image the name of its image at the request; null when unknown
 */
export function serverOf(found: FoundInstance, site: Site | null, image: string | null = null): Server {
  const { cloud, own } = found;
  const seen = cloud ?? own;
  return {
    region: regionOf(found),
    cloudId: seen?.cloudId ?? null,
    status: statusOf(found),
    isFresh: cloud !== null || found.why === 'notYet' || found.why === 'gone',
    publicIp: seen?.publicIp ?? null,
    privateIp: seen?.privateIp ?? null,
    ipv6: cloud?.ipv6?.[0] ?? null,
    os: cloud?.system ?? (found.own === null ? 'linux' : systemOf(found.own.spec, image)),
    // The bot itself creates only servers of root.
    user: cloud?.loginUser ?? 'root',
    login: loginTo(found),
    isRebound: isRebound(found),
    site,
  };
}

function statusOf(found: FoundInstance): Server['status'] {
  if (found.cloud !== null) return found.cloud.status;
  const { own, why } = found;
  if (isReleased(own)) return 'gone';
  if (own.cloudId === null) return own.outcome === null ? 'creating' : 'never';
  if (why === 'gone') return 'gone';
  return own.observed?.status ?? (own.outcome === null ? 'creating' : 'Unknown');
}

/** The instance's current key pair counts before the requested one: somebody may have attached another one, or detached it. */
function loginTo({ cloud, own }: FoundInstance): Server['login'] {
  if (cloud !== null && cloud.keyPair !== '') return { kind: 'keyPair', name: cloud.keyPair };
  if (own === null || own.adopted === true) return 'unknown';
  const { login = 'none' } = own.spec;
  const isTakenAway = cloud !== null && typeof login === 'object' && login.kind === 'keyPair';
  return isTakenAway ? 'none' : login;
}

function isRebound({ cloud, own }: FoundInstance): boolean {
  if (cloud === null || cloud.keyPair === '' || own === null || own.adopted === true) return false;
  const { login } = own.spec;
  return !(typeof login === 'object' && login.kind === 'keyPair' && login.name === cloud.keyPair);
}

/**
 * The operating system by the image's name, where the cloud has not told.
 *
 * @param image the name of its image at the request; null when unknown
 */
export const systemOf = (
  { imageId, imageFamily }: Pick<InstanceSpec, 'imageId' | 'imageFamily'>,
  image: string | null,
): Server['os'] =>
  /\bwindows\b/iu.test(image ?? '') ||
  [imageId, imageFamily].some((name) => name !== undefined && /^win|windows/iu.test(name))
    ? 'windows'
    : 'linux';

/** Only accounts of the Chinese site are billed in CNY. */
export const siteOf = (quote: Quote | null | undefined): Site | null =>
  quote == null ? null : quote.price.currency === 'CNY' ? 'china' : 'international';
