import { isScalar } from 'yaml';
import { parseDuration } from '../core/freeze.ts';
import { MAX_LEASE_MS, MIN_LEASE_MS } from '../core/lease/lease.ts';
import type { Policy } from '../core/policy/policy.ts';
import { say } from '../core/saying.ts';
import { type PolicyEntry, type PolicyNodes, shownAs } from './policy-nodes.ts';

/** `lease` and `maxLease`: times, of which the first must not be longer than the second. */
export function readLeases(
  nodes: PolicyNodes,
  lease: PolicyEntry | undefined,
  maxLease: PolicyEntry | undefined,
): Pick<Policy, 'lease' | 'maxLease'> {
  const [usual, most] = [lease, maxLease].map((entry) => {
    const value = entry === undefined ? null : leaseTime(nodes, entry);
    return entry === undefined || value === null ? null : { value, line: entry.line };
  });
  if (usual && most && usual.value > most.value)
    nodes.mistake(usual.line, say`lease is longer than maxLease. Shorten lease, or extend maxLease.`);
  return { lease: usual ?? null, maxLease: most ?? null };
}

function leaseTime(nodes: PolicyNodes, { key, line, node }: PolicyEntry): number | null {
  const ms = isScalar(node) && typeof node.value === 'string' ? parseDuration(node.value) : 'unreadable';
  if (ms !== 'unreadable' && ms >= MIN_LEASE_MS && ms <= MAX_LEASE_MS) return ms;
  return nodes.mistake(line, say`${key} ${shownAs(node)}. Set it to a time from 1h to 1000d, such as 12h or 7d.`);
}
