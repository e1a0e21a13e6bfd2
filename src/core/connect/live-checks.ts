import { comesFirst, coversSource, type InboundRule } from '../security-group/inbound-rule.ts';
import type { Server, WaysIn } from './ways-in.ts';

/** Address ranges; with `more`, also those of prefix lists or other groups. */
export interface Sources {
  readonly sources: readonly string[];
  readonly more: boolean;
}

/** Who can reach a port by IPv4 through the security groups. `but`: who among them is refused. */
export type PortOpen =
  | { readonly is: 'world'; readonly but: Sources | null }
  | ({ readonly is: 'some'; readonly but: Sources | null } & Sources)
  | { readonly is: 'closed' };

/** Cloud Assistant Agent inside the instance, by its last report to the cloud. */
export interface AgentSeen {
  readonly answers: boolean;
  /** Empty if not installed. */
  readonly version: string;
  /** Whether it is new enough for Session Manager. */
  readonly takesSessions: boolean;
}

type AgentState = 'ok' | 'old' | 'silent' | 'missing';

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

/** The rules of all groups of an instance count as one list. `unchecked`: it depends on what a port list holds. */
export function whoMayReach(rules: readonly InboundRule[], port: number): PortOpen | 'unchecked' {
  const about = rules.filter(
    ({ protocol, ports }) =>
      (protocol === 'TCP' || protocol === 'ALL') &&
      (ports === null || ports === 'unknown' || (ports.from <= port && port <= ports.to)),
  );
  const refused = about.filter(({ accepts }) => !accepts);
  const open = about.filter((rule) => rule.accepts && !refused.some((other) => takesBack(other, rule)));
  const sure = open.filter(({ ports }) => ports !== 'unknown');
  const cut = refused.filter(
    (one) => open.some((rule) => mayCut(one, rule)) && !sure.some((rule) => outdoes(rule, one)),
  );
  const isWorld = sure.some(({ source }) => source === '0.0.0.0/0');
  if ((!isWorld && sure.length < open.length) || cut.some(({ ports }) => ports === 'unknown')) return 'unchecked';
  if (open.length === 0) return { is: 'closed' };
  const but = cut.length === 0 ? null : sourcesOf(cut);
  return isWorld ? { is: 'world', but } : { is: 'some', ...sourcesOf(open), but };
}

/** Whether a refusing rule cancels an accepting one. */
const takesBack = (refused: InboundRule, accepted: InboundRule): boolean =>
  refused.ports !== 'unknown' && comesFirst(refused, accepted) && coversSource(refused, accepted);

/** Whether a refusing rule cancels an accepting one for some, as far as ranges can tell. */
const mayCut = (refused: InboundRule, accepted: InboundRule): boolean =>
  comesFirst(refused, accepted) &&
  (refused.source === null || refused.source === 'list' || coversSource(accepted, refused));

const outdoes = (accepted: InboundRule, refused: InboundRule): boolean =>
  !comesFirst(refused, accepted) && coversSource(accepted, refused);

const sourcesOf = (rules: readonly InboundRule[]): Sources => ({
  sources: [...new Set(rules.flatMap(({ source }) => (source === null || source === 'list' ? [] : [source])))],
  more: rules.some(({ source }) => source === null || source === 'list'),
});

export function agentStateOf(seen: AgentSeen | null): AgentState {
  if (seen === null || seen.version === '') return 'missing';
  if (!seen.answers) return 'silent';
  return seen.takesSessions ? 'ok' : 'old';
}
