import {
  comesFirst,
  coversSource,
  EVERYONE,
  hasSayOn,
  type InboundRule,
  type IpVersion,
} from '../security-group/inbound-rule.ts';
import type { Server, WaysIn } from './ways-in.ts';

/** Address ranges; with `more`, also those of prefix lists or other groups. */
export interface Sources {
  readonly sources: readonly string[];
  readonly more: boolean;
}

/** Who can reach a port through the security groups. `but`: who among them is refused. */
export type PortOpen =
  | { readonly is: 'world'; readonly but: Sources | null }
  | ({ readonly is: 'some'; readonly but: Sources | null } & Sources)
  | { readonly is: 'closed' };

/** `unchecked`: the cloud did not answer, or not in time. */
export type PortSeen = PortOpen | 'unchecked';

/** Cloud Assistant Agent inside the instance, by its last report to the cloud. */
export interface AgentSeen {
  readonly answers: boolean;
  /** Empty if not installed. */
  readonly version: string;
  /** Whether it is new enough for Session Manager. */
  readonly takesSessions: boolean;
}

type AgentState = 'ok' | 'old' | 'silent' | 'missing';

/** What a check of a server found right now. */
export interface LiveChecks {
  /** For the port of {@link portOf}, by each version for which somebody can use it. */
  readonly ports: Readonly<Partial<Record<IpVersion, PortSeen>>>;
  /** `unchecked` as for a port; null: not asked. */
  readonly agent: AgentState | 'unchecked' | null;
}

/** The login port without Session Manager. */
export const portOf = ({ os }: Pick<Server, 'os'>): number => (os === 'windows' ? 3389 : 22);

/** What to check: nothing for an instance that does not run, and a port only where somebody can use it. */
export function questionsOf({ ways }: WaysIn): { readonly versions: readonly IpVersion[]; readonly agent: boolean } {
  const versions = ways.flatMap((way) => (way.way === 'ssh' || way.way === 'rdp' ? [way.version] : []));
  return { versions: [...new Set(versions)], agent: ways.some(({ way }) => way === 'session') };
}

/** The answers to {@link questionsOf} if the cloud gives none. */
export function allUnchecked(ways: WaysIn): LiveChecks {
  const { versions, agent } = questionsOf(ways);
  return {
    ports: Object.fromEntries(versions.map((version) => [version, 'unchecked'])),
    agent: agent ? 'unchecked' : null,
  };
}

/**
 * Who can reach a port by IPv4, or by IPv6. The rules of all groups of an instance count as one list. `unchecked`: it depends on
 * what a port list holds.
 */
export function whoMayReach(rules: readonly InboundRule[], port: number, version: IpVersion): PortSeen {
  const about = rules.filter(
    (rule) =>
      hasSayOn(version, rule) &&
      (rule.protocol === 'TCP' || rule.protocol === 'ALL') &&
      (rule.ports === null || rule.ports === 'unknown' || (rule.ports.from <= port && port <= rule.ports.to)),
  );
  const refused = about.filter(({ accepts }) => !accepts);
  const open = about.filter((rule) => rule.accepts && !refused.some((other) => takesBack(other, rule)));
  const sure = open.filter(({ ports }) => ports !== 'unknown');
  const cut = refused.filter(
    (one) => open.some((rule) => mayCut(one, rule)) && !sure.some((rule) => outdoes(rule, one)),
  );
  const isWorld = sure.some(({ source }) => source === EVERYONE[version]);
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
