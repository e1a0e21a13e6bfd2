import type { InboundRule } from '../security-group/open-to-world.ts';
import type { Server, WaysIn } from './ways-in.ts';

/** Who can reach a port through the security groups. */
export type PortOpen =
  | { readonly is: 'world' }
  /** `sources`: address ranges. `more`: prefix lists or other groups may allow others. */
  | { readonly is: 'some'; readonly sources: readonly string[]; readonly more: boolean }
  | { readonly is: 'closed' };

/** Cloud Assistant Agent inside the instance, by its last report to the cloud. */
export interface AgentSeen {
  readonly answers: boolean;
  /** Empty if not installed. */
  readonly version: string;
  /** Whether it is new enough for Session Manager. */
  readonly takesSessions: boolean;
}

export type AgentState = 'ok' | 'old' | 'silent' | 'missing';

/** What a check of a server found right now. `unchecked`: the cloud did not answer, or not in time. Null: not asked. */
export interface LiveChecks {
  /** For the port of {@link portOf}. */
  readonly port: PortOpen | 'unchecked' | null;
  readonly agent: AgentState | 'unchecked' | null;
}

export const NOTHING_CHECKED: LiveChecks = { port: null, agent: null };

/** The login port without Session Manager. */
export const portOf = ({ os }: Pick<Server, 'os'>): number => (os === 'windows' ? 3389 : 22);

/** What to check: nothing for an instance that does not run, and a port only where somebody can use it. */
export function questionsOf({ ways }: WaysIn): { readonly port: boolean; readonly agent: boolean } {
  const has = (...some: readonly string[]): boolean => ways.some(({ way }) => some.includes(way));
  return { port: has('ssh', 'rdp'), agent: has('session') };
}

/** The rules of all groups of an instance count as one list. */
export function whoMayReach(rules: readonly InboundRule[], port: number): PortOpen {
  const about = rules.filter(
    ({ protocol, ports }) =>
      (protocol === 'TCP' || protocol === 'ALL') && (ports === null || (ports.from <= port && port <= ports.to)),
  );
  const refused = about.filter(({ accepts }) => !accepts);
  const open = about.filter((rule) => rule.accepts && !refused.some((other) => takesBackAt(other, rule)));
  if (open.some(({ source }) => isEverywhere(source))) return { is: 'world' };
  const sources = [...new Set(open.flatMap(({ source }) => (source === null || source === 'list' ? [] : [source])))];
  const more = open.some(({ source }) => source === null || source === 'list');
  return open.length === 0 ? { is: 'closed' } : { is: 'some', sources, more };
}

/**
 * Whether a refusing rule cancels an accepting one; at equal priority the refusal wins. In doubt the port counts as open:
 * then somebody tries in vain, and reads of other ways.
 */
const takesBackAt = (refused: InboundRule, accepted: InboundRule): boolean =>
  refused.priority <= accepted.priority && (refused.source === '0.0.0.0/0' || refused.source === accepted.source);

const isEverywhere = (source: InboundRule['source']): boolean => source === '0.0.0.0/0' || source === '::/0';

export function agentStateOf(seen: AgentSeen | null): AgentState {
  if (seen === null || seen.version === '') return 'missing';
  if (!seen.answers) return 'silent';
  return seen.takesSessions ? 'ok' : 'old';
}
