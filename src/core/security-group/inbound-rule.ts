import { liesIn, parseRange } from '../base/address.ts';

export type IpVersion = 'IPv4' | 'IPv6';

/** Everybody, as the source of a rule: each version has its own rules. */
export const EVERYONE: Readonly<Record<IpVersion, string>> = { IPv4: '0.0.0.0/0', IPv6: '::/0' };

/** An inbound rule, as far as it decides who can reach a server. */
export interface InboundRule {
  readonly accepts: boolean;
  readonly protocol: 'TCP' | 'UDP' | 'ICMP' | 'ALL' | 'other';
  /**
   * 1-65535, inclusive; null for all, and for protocols without ports. `unknown`: a port list of unknown content, or only some of
   * the traffic, by its own ports or its destination.
   */
  readonly ports: { readonly from: number; readonly to: number } | 'unknown' | null;
  /** An IPv4 or IPv6 range; `list` for a prefix list of unknown content; null for another group. */
  readonly source: string | 'list' | null;
  /** 1 is the highest priority, 100 the lowest. */
  readonly priority: number;
}

/** Whether a refusing rule is asked before an accepting one; at equal priority the refusal wins. */
export const comesFirst = (refused: InboundRule, accepted: InboundRule): boolean =>
  refused.priority <= accepted.priority;

/** Whether a rule has a say about who comes by IPv4, or by IPv6. Lists and groups can hold either. */
export const hasSayOn = (version: IpVersion, { source }: InboundRule): boolean =>
  source === null || source === 'list' || source.includes(':') === (version === 'IPv6');

/**
 * Whether a rule is for everybody whom another rule of the same version is for. Two lists, or two groups, are not known to hold
 * the same; everyone covers them.
 */
export function coversSource({ source: wide }: InboundRule, { source: narrow }: InboundRule): boolean {
  if (wide === null || wide === 'list') return false;
  return narrow === null || narrow === 'list' ? Object.values(EVERYONE).includes(wide) : isPartOf(narrow, wide);
}

/** Whether a range lies in another one. One that cannot be read lies in none but itself. */
export function isPartOf(narrow: string, wide: string): boolean {
  if (narrow === wide) return true;
  const [inner, outer] = [parseRange(narrow), parseRange(wide)];
  return inner !== null && outer !== null && liesIn(inner, outer);
}
