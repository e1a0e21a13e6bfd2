import { parseRange } from '../base/address.ts';
import { comesFirst, coversSource, type InboundRule } from './inbound-rule.ts';

/** What a security group allows from everywhere. */
interface OpenToWorld {
  /** `22`, `8000-8999`, `UDP 53`, `ICMP`; sorted, TCP first. `all` is everything. */
  readonly ports: readonly string[];
  /** Prefix lists or port lists may allow more. */
  readonly more: boolean;
}

/** `unchecked`: the cloud did not answer, or not in time. */
export type Opens = OpenToWorld | 'unchecked';

/** Wider ranges than this count as the world: two rules for half of all addresses are one way to write it. */
const WIDEST_OF_SOMEBODY = 8;

const isWorld = (source: InboundRule['source']): boolean =>
  source !== null && source !== 'list' && (parseRange(source)?.bits ?? WIDEST_OF_SOMEBODY) < WIDEST_OF_SOMEBODY;

/** In doubt a port counts as open: only a refusal of the whole range, with no lower priority, cancels a rule. */
export function openToWorld(rules: readonly InboundRule[]): OpenToWorld {
  const accepted = rules.filter(({ accepts, source }) => accepts && isWorld(source));
  const refused = rules.filter(({ accepts }) => !accepts);
  const open = accepted.filter((rule) => !refused.some((other) => takesBack(other, rule)));
  const words = [...new Set(open.toSorted(byPort).flatMap((rule) => wordOf(rule) ?? []))];
  return {
    ports: words.includes('all') ? ['all'] : words,
    more:
      open.some(({ ports }) => ports === 'unknown') ||
      rules.some(({ accepts, source }) => accepts && source === 'list'),
  };
}

/** Whether everybody can reach a TCP port. */
export const isOpenToWorld = ({ ports }: Pick<OpenToWorld, 'ports'>, port: number): boolean =>
  ports.some((word) => {
    const [, from, to = from] = /^(?:ALL )?(\d+)(?:-(\d+))?$/u.exec(word) ?? [];
    return word === 'all' || word === 'TCP' || (Number(from) <= port && port <= Number(to));
  });

function takesBack(refused: InboundRule, accepted: InboundRule): boolean {
  if (!comesFirst(refused, accepted) || !coversSource(refused, accepted)) return false;
  if (refused.protocol !== 'ALL' && refused.protocol !== accepted.protocol) return false;
  if (refused.ports === null) return true;
  if (refused.ports === 'unknown' || accepted.ports === 'unknown') return false;
  const { from, to } = accepted.ports ?? { from: 1, to: 65_535 };
  return refused.ports.from <= from && refused.ports.to >= to;
}

const ORDER: readonly InboundRule['protocol'][] = ['ALL', 'TCP', 'UDP', 'ICMP', 'other'];

const byPort = (a: InboundRule, b: InboundRule): number =>
  ORDER.indexOf(a.protocol) - ORDER.indexOf(b.protocol) || firstOf(a) - firstOf(b);

const firstOf = ({ ports }: InboundRule): number => (ports === null || ports === 'unknown' ? 0 : ports.from);

/** Null for ports that are not known. */
function wordOf({ protocol, ports }: InboundRule): string | null {
  if (ports === 'unknown') return null;
  if (protocol === 'ALL' && ports === null) return 'all';
  const range = ports === null ? '' : ports.from === ports.to ? String(ports.from) : `${ports.from}-${ports.to}`;
  if (protocol === 'TCP' && range !== '') return range;
  return [protocol, range].filter((part) => part !== '').join(' ');
}
