import type { InboundRule } from '../security-group/open-to-world.ts';
import type { Server, WaysIn } from './ways-in.ts';

/** Who the security groups let in at a port. */
export type PortOpen =
  | { readonly is: 'world' }
  /** Ranges of addresses. `more`: prefix lists or other groups may let in others. */
  | { readonly is: 'some'; readonly sources: readonly string[]; readonly more: boolean }
  | { readonly is: 'closed' };

/** Cloud Assistant Agent inside the instance, as the cloud last heard of it. */
export interface AgentSeen {
  readonly answers: boolean;
  /** Empty where none is installed. */
  readonly version: string;
  /** Whether it is new enough for Session Manager. */
  readonly takesSessions: boolean;
}

export type AgentState = 'ok' | 'old' | 'silent' | 'missing';

/** What was found out about a server right now. `unchecked`: the cloud did not answer, or not in time. Null: no question. */
export interface LiveChecks {
  /** Of {@link portOf}. */
  readonly port: PortOpen | 'unchecked' | null;
  readonly agent: AgentState | 'unchecked' | null;
}

export const NOTHING_CHECKED: LiveChecks = { port: null, agent: null };

/** Where its people come in without Session Manager. */
export const portOf = ({ os }: Pick<Server, 'os'>): number => (os === 'windows' ? 3389 : 22);

/** What there is to be found out of one: of what does not run nothing, and a port only where somebody can use it. */
export function questionsOf({ ways }: WaysIn): { readonly port: boolean; readonly agent: boolean } {
  const has = (...some: readonly string[]): boolean => ways.some(({ way }) => some.includes(way));
  return { port: has('ssh', 'rdp'), agent: has('session') };
}

/** Of all the groups of an instance together, whose rules count as one list. */
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

/** Of two that count alike the refusal counts. In doubt it is open: then somebody tries in vain, and reads of other ways. */
const takesBackAt = (refused: InboundRule, accepted: InboundRule): boolean =>
  refused.priority <= accepted.priority && (refused.source === '0.0.0.0/0' || refused.source === accepted.source);

const isEverywhere = (source: InboundRule['source']): boolean => source === '0.0.0.0/0' || source === '::/0';

export function agentStateOf(seen: AgentSeen | null): AgentState {
  if (seen === null || seen.version === '') return 'missing';
  if (!seen.answers) return 'silent';
  return seen.takesSessions ? 'ok' : 'old';
}
