import { type FoundInstance, regionOf } from '../instance/found-instance.ts';
import { isReleased } from '../power/power-rules.ts';
import type { Site } from '../spec/charge.ts';
import type { Quote } from '../spec/quote.ts';
import type { Server } from './ways-in.ts';

/** An instance that was looked up, as a server to get into. */
export function serverOf(found: FoundInstance, site: Site | null): Server {
  const { cloud, own } = found;
  const seen = cloud ?? own;
  return {
    region: regionOf(found),
    cloudId: seen?.cloudId ?? null,
    status: statusOf(found),
    isFresh: cloud !== null || found.why === 'notYet' || found.why === 'gone',
    publicIp: seen?.publicIp ?? null,
    privateIp: seen?.privateIp ?? null,
    os: isWindows(found) ? 'windows' : 'linux',
    login: own === null || own.adopted === true ? 'unknown' : (own.spec.login ?? 'none'),
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

/** The system as the cloud names it, or what the name of its image says. */
const isWindows = ({ cloud, own }: FoundInstance): boolean =>
  [cloud?.os, cloud?.imageId, own?.spec.imageId, own?.spec.imageFamily].some(
    (name) => name !== undefined && /^win|windows/iu.test(name),
  );

/** Only accounts of the Chinese site are billed in CNY. */
export const siteOf = (quote: Quote | null | undefined): Site | null =>
  quote == null ? null : quote.price.currency === 'CNY' ? 'china' : 'international';
