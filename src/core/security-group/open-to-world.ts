/** A rule for what may come in, as far as it matters for who can reach a server. */
export interface InboundRule {
  readonly accepts: boolean;
  readonly protocol: 'TCP' | 'UDP' | 'ICMP' | 'ALL' | 'other';
  /** 1-65535, inclusive; null for all, and where there are no ports. */
  readonly ports: { readonly from: number; readonly to: number } | null;
  /** An IPv4 or IPv6 range; `list` for a prefix list, of which nobody has said what is in it; null for another group. */
  readonly source: string | 'list' | null;
  /** 1 counts first, 100 last. */
  readonly priority: number;
}

/** What a security group lets in from everywhere. */
export interface OpenToWorld {
  /** `22`, `8000-8999`, `UDP 53`, `ICMP`; sorted, TCP first. `all` is everything. */
  readonly ports: readonly string[];
  /** Prefix lists may let in more. */
  readonly more: boolean;
}

/** `unchecked`: the cloud did not say, or not in time. */
export type Opens = OpenToWorld | 'unchecked';

/** Half of the addresses there are, and everything wider, is the world as well: two such rules are one way to write it. */
const WIDEST_OF_SOMEBODY = 8;

const isWorld = (source: InboundRule['source']): boolean =>
  source !== null && source !== 'list' && Number(source.split('/')[1] ?? '128') < WIDEST_OF_SOMEBODY;

/** In doubt it is open: only a refusal of the whole range, which counts no later, takes a rule back. */
export function openToWorld(rules: readonly InboundRule[]): OpenToWorld {
  const accepted = rules.filter(({ accepts, source }) => accepts && isWorld(source));
  const refused = rules.filter(({ accepts, source }) => !accepts && isAll(source));
  const open = accepted.filter((rule) => !refused.some((other) => takesBack(other, rule)));
  const words = [...new Set(open.toSorted(byPort).map(wordOf))];
  return {
    ports: words.includes('all') ? ['all'] : words,
    more: rules.some(({ accepts, source }) => accepts && source === 'list'),
  };
}

/** Whether everybody gets to a TCP port. */
export const isOpenToWorld = ({ ports }: Pick<OpenToWorld, 'ports'>, port: number): boolean =>
  ports.some((word) => {
    const [, from, to = from] = /^(?:ALL )?(\d+)(?:-(\d+))?$/u.exec(word) ?? [];
    return word === 'all' || word === 'TCP' || (Number(from) <= port && port <= Number(to));
  });

const isAll = (source: InboundRule['source']): boolean => source === '0.0.0.0/0';

function takesBack(refused: InboundRule, accepted: InboundRule): boolean {
  // Of two that are equal the refusal counts. What is refused for IPv4 says nothing of IPv6.
  if (refused.priority > accepted.priority || accepted.source?.includes(':')) return false;
  if (refused.protocol !== 'ALL' && refused.protocol !== accepted.protocol) return false;
  if (refused.ports === null) return true;
  const { from, to } = accepted.ports ?? { from: 1, to: 65_535 };
  return refused.ports.from <= from && refused.ports.to >= to;
}

const ORDER: readonly InboundRule['protocol'][] = ['ALL', 'TCP', 'UDP', 'ICMP', 'other'];

const byPort = (a: InboundRule, b: InboundRule): number =>
  ORDER.indexOf(a.protocol) - ORDER.indexOf(b.protocol) || (a.ports?.from ?? 0) - (b.ports?.from ?? 0);

function wordOf({ protocol, ports }: InboundRule): string {
  if (protocol === 'ALL' && ports === null) return 'all';
  const range = ports === null ? '' : ports.from === ports.to ? String(ports.from) : `${ports.from}-${ports.to}`;
  if (protocol === 'TCP' && range !== '') return range;
  return [protocol, range].filter((part) => part !== '').join(' ');
}
