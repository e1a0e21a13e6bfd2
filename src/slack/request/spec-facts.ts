import { isRenewing } from '../../core/renewal/renewal-act.ts';
import type { OrderNames } from '../../core/request/order-names.ts';
import { isAdopted, type Request } from '../../core/request/request.ts';
import { type InstanceSpec, instanceName } from '../../core/spec/spec.ts';
import type { Text } from '../../text/en.ts';
import { clip, code, joined, type Mrkdwn, mrkdwn } from '../kit/mrkdwn.ts';
import { renewalFacts } from '../renewal/words.ts';
import { placeIds, placeText } from './place-text.ts';

export type Fact = readonly [name: string, value: string];

/** Two names of 128 characters and some words fit. */
const FACT_MAX = 300;

/**
 * The order by its names at the request, in plain text, so that nobody's markup can change how it reads. Approvers read what is
 * opened to everyone.
 */
export function specFacts(request: Request, text: Text): readonly Fact[] {
  if (isRenewing(request)) return renewalFacts(request, text);
  const { spec, amount, names } = request;
  const words = text.card.facts;
  const named =
    amount === 1 ? spec.name : words.names(instanceName(spec.name, 1, amount), instanceName(spec.name, amount, amount));
  const rows: readonly Fact[] = [
    [words.name, named],
    ...typeFact(spec.instanceType, names, text),
    [words.image, spec.imageFamily ?? names?.image ?? spec.imageId],
    [words.region, placeText(request, text)],
    [words.network, words.networkIs(networkName(request), names?.group ?? spec.securityGroupId)],
    ...(names === undefined ? [] : [[words.opens, opensText(names.opens, text)] as const]),
    // The cloud tells nothing about the disk of an adopted instance.
    ...(spec.systemDisk.sizeGiB === 0 ? [] : [[words.disk, words.diskIs(spec.systemDisk)] as const]),
    // An adopted instance without bandwidth of its own may have an elastic IP.
    ...(isAdopted(request) && spec.internetMaxBandwidthOut === 0
      ? []
      : [[words.bandwidth, words.bandwidthIs(spec.internetMaxBandwidthOut)] as const]),
  ];
  return rows.map(([name, value]) => [name, clip(value.replace(/\s+/g, ' '), FACT_MAX)] as const);
}

/** Which preset and template of the policy the form began with, for the small print; empty without one. */
export const filledFromPart = ({ names }: Request, text: Text): readonly Mrkdwn[] =>
  names?.filledFrom === undefined ? [] : [mrkdwn`${clip(text.card.filledFrom(names.filledFrom), FACT_MAX)}`];

/** The facts by which people recognise a decided request; a renewal has them in its title. */
export function factsOfDecided(request: Request, text: Text): readonly Fact[] {
  if (isRenewing(request)) return [];
  const { purpose } = request.spec;
  return [
    ...specFacts(request, text).slice(0, 1),
    ...(purpose === undefined
      ? []
      : [[text.options.label.purpose, clip(purpose.replace(/\s+/g, ' '), FACT_MAX)] as const]),
  ];
}

/** The title has the type; nobody knows its size by heart. */
function typeFact(type: string, names: OrderNames | undefined, { card: { facts: words } }: Text): readonly Fact[] {
  if (!names || names.vCpu === null || names.memoryGiB === null) return [];
  return [[words.type, words.typeIs(type, names.vCpu, names.memoryGiB)]];
}

const networkName = ({ spec, names }: Request): string => names?.network ?? names?.vSwitch ?? spec.vSwitchId;

function opensText(opens: OrderNames['opens'], { card: { facts: words }, marks }: Text): string {
  if (opens === 'unchecked') return words.unchecked;
  const { ports, more } = opens;
  const shown = ports[0] === 'all' ? words.allPorts : ports.length === 0 ? words.noPorts : ports.join(marks.list);
  return more ? `${shown}${marks.comma}${words.morePorts}` : shown;
}

/** The ids behind the names, for the small print; empty if the facts show them. */
export function idsLine(request: Request): Mrkdwn {
  const { spec, names, renewal } = request;
  const ids = renewal === undefined && names !== undefined ? idsOf(spec, names) : [];
  return joined(
    [...placeIds(request), ...ids].map((id) => code(id)),
    ' · ',
  );
}

function idsOf(spec: InstanceSpec, names: OrderNames): readonly string[] {
  return [
    ...(networkName({ spec, names } as Request) === spec.vSwitchId ? [] : [spec.vSwitchId]),
    ...(names.group === null ? [] : [spec.securityGroupId]),
    ...(names.image === null || spec.imageFamily !== undefined ? [] : [spec.imageId]),
  ];
}
