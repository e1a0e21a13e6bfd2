import { formatLeaseDuration, parseLeaseDuration } from '../lease/lease-duration.ts';
import type { Draft } from '../spec/spec.ts';
import { formatDisk, parseDisks } from './data-disks.ts';
import { formatLogin, parseLogin, saysNone } from './option-words.ts';
import {
  CREDITS,
  type DeploymentSet,
  ENDPOINTS,
  HARDENINGS,
  type MetadataAccess,
  type Script,
  type ServerOptions,
  TOKENS,
  TRAFFIC_BILLINGS,
  withoutUndefined,
} from './options.ts';
import { parseGroups } from './security-groups.ts';
import { byKey, formatTags, parseTags } from './tags.ts';

/** The prefix of an image family in the place of an image id. */
export const FAMILY = 'family:';

export const familyOf = (image: string): string | undefined =>
  image.startsWith(FAMILY) ? image.slice(FAMILY.length) : undefined;

/**
 * The options of a judged draft. Unreadable values are left out.
 *
 * @param scripts the policy's scripts; the named one is bound by its hash
 */
export function optionsOfDraft(draft: Draft, scripts: readonly Script[]): ServerOptions {
  const script = scripts.find(({ name }) => name === draft.script);
  return withoutUndefined<ServerOptions>({
    purpose: said(draft.purpose),
    login: draft.login === undefined ? undefined : (parseLogin(draft.login) ?? undefined),
    script: script && { name: script.name, sha256: script.sha256 },
    tags: listed(parseTags(draft.tags ?? '').toSorted(byKey)),
    dataDisks: listed(parseDisks(draft.disks ?? '')),
    moreGroupIds: listed(parseGroups(draft.groups ?? '')),
    hostName: said(draft.host),
    description: said(draft.about),
    internetChargeType: among(TRAFFIC_BILLINGS, draft.traffic),
    internetMaxBandwidthIn: number(draft.inbound),
    privateIp: said(draft.ip),
    ipv6AddressCount: saysNone('ipv6', draft.ipv6) ? undefined : number(draft.ipv6),
    deletionProtection: draft.protect === undefined ? undefined : draft.protect === 'on',
    leaseMs: lease(draft),
    ramRole: said(draft.role),
    resourceGroupId: said(draft.resourcegroup),
    deploymentSet: deploymentSet(draft),
    creditSpecification: among(CREDITS, draft.credit),
    securityEnhancement: among(HARDENINGS, draft.hardening),
    metadata: metadata(draft),
    imageFamily: familyOf(draft.image ?? ''),
  });
}

/** The words to type for the same options. */
export function draftOfOptions(options: ServerOptions): Draft {
  const { login, tags, dataDisks, deletionProtection, deploymentSet: set, metadata: access, leaseMs } = options;
  return withoutUndefined<Draft>({
    purpose: options.purpose,
    login: login && formatLogin(login),
    script: options.script?.name,
    tags: tags && formatTags(tags),
    disks: dataDisks?.map(formatDisk).join('\n'),
    groups: options.moreGroupIds?.join(','),
    host: options.hostName,
    about: options.description,
    traffic: options.internetChargeType,
    inbound: worded(options.internetMaxBandwidthIn),
    ip: options.privateIp,
    ipv6: worded(options.ipv6AddressCount),
    protect: deletionProtection === undefined ? undefined : deletionProtection ? 'on' : 'off',
    lease: leaseMs === undefined ? undefined : formatLeaseDuration(leaseMs),
    role: options.ramRole,
    resourcegroup: options.resourceGroupId,
    deploymentset: set?.id,
    deploymentgroup: worded(set?.group),
    credit: options.creditSpecification,
    hardening: options.securityEnhancement,
    metadata: access?.endpoint,
    tokens: access?.tokens,
    hops: worded(access?.hopLimit),
  } satisfies { [K in keyof Draft]: string | undefined } as Draft);
}

const said = (given: string | undefined): string | undefined => (given === '' ? undefined : given);
const number = (given: string | undefined): number | undefined => (given === undefined ? undefined : Number(given));
const worded = (given: number | undefined): string | undefined => (given === undefined ? undefined : String(given));
const listed = <T>(items: readonly T[]): readonly T[] | undefined => (items.length === 0 ? undefined : items);
const among = <Word extends string>(words: readonly Word[], given: string | undefined): Word | undefined =>
  words.find((word) => word === given);

/** No lease for prepaid: the instance ends with its term. */
function lease({ lease: word, charge }: Draft): number | null | undefined {
  const ms = word === undefined || charge === 'prepaid' ? 'unreadable' : parseLeaseDuration(word);
  return ms === 'unreadable' ? undefined : ms;
}

function deploymentSet({ deploymentset: id, deploymentgroup }: Draft): DeploymentSet | undefined {
  return id === undefined ? undefined : withoutUndefined<DeploymentSet>({ id, group: number(deploymentgroup) });
}

function metadata({ metadata: endpoint, tokens, hops }: Draft): MetadataAccess | undefined {
  if (endpoint === undefined && tokens === undefined && hops === undefined) return undefined;
  return withoutUndefined<MetadataAccess>({
    endpoint: among(ENDPOINTS, endpoint),
    tokens: among(TOKENS, tokens),
    hopLimit: number(hops),
  });
}
