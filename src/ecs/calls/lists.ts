import type { Language } from '../../core/base/language.ts';
import { ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { PlaceChoice, VSwitchChoice } from '../../core/spec/choices.ts';
import type { Call } from '../call.ts';
import type { EcsPort, Image, SecurityGroup } from '../port.ts';
import type { Body } from '../sdk.ts';
import { nextPage, paged } from './paged.ts';
import { CHARGE_PARAMS } from './sold.ts';

type ListCalls = Pick<EcsPort, 'regions' | 'zones' | 'images' | 'vSwitches' | 'securityGroups'>;

const ACCEPT: Readonly<Record<Language, string>> = { en: 'en-US', zh: 'zh-CN' };

interface NamedPlace {
  readonly id: string;
  readonly name: string;
}

/** The API answers in one language per call. */
async function inEachLanguage(
  ask: (acceptLanguage: string) => Promise<Result<readonly NamedPlace[], Failure>>,
): Promise<Result<readonly PlaceChoice[], Failure>> {
  const [english, chinese] = await Promise.all([ask(ACCEPT.en), ask(ACCEPT.zh)]);
  if (!english.ok) return english;
  if (!chinese.ok) return chinese;
  const namesZh = new Map(chinese.value.map(({ id, name }) => [id, name]));
  return ok(english.value.map(({ id, name }) => ({ id, names: { en: name, zh: namesZh.get(id) ?? id } })));
}

export function listCalls(call: Call, homeRegion: string): ListCalls {
  return {
    regions: () =>
      inEachLanguage((acceptLanguage) =>
        paged('DescribeRegions', async () => {
          const answer = await call('DescribeRegions', homeRegion, { acceptLanguage });
          if (!answer.ok) return answer;
          const { regions, requestId } = answer.value;
          const items =
            regions &&
            (regions.region ?? []).map(({ regionId: id = '', localName }) => ({ id, name: localName || id }));
          return ok({ items: items ?? null, next: undefined, requestId });
        }),
      ),

    zones: (region, chargeKind) =>
      inEachLanguage((acceptLanguage) =>
        paged('DescribeZones', async () => {
          const answer = await call('DescribeZones', region, {
            regionId: region,
            acceptLanguage,
            ...CHARGE_PARAMS[chargeKind],
            verbose: false,
          });
          if (!answer.ok) return answer;
          const { zones, requestId } = answer.value;
          const items =
            zones && (zones.zone ?? []).map(({ zoneId: id = '', localName }) => ({ id, name: localName || id }));
          return ok({ items: items ?? null, next: undefined, requestId });
        }),
      ),

    images: (region) =>
      paged('DescribeImages', async (next = '1') => {
        const answer = await call('DescribeImages', region, {
          regionId: region,
          pageNumber: Number(next),
          pageSize: 100,
        });
        if (!answer.ok) return answer;
        const { images, totalCount, requestId } = answer.value;
        const got = images && (images.image ?? []);
        return ok({
          items: got?.map(image) ?? null,
          next: nextPage(Number(next), 100, totalCount, got?.length ?? 0),
          requestId,
        });
      }),

    vSwitches: (region) =>
      paged('DescribeVSwitches', async (next = '1') => {
        const answer = await call('DescribeVSwitches', region, {
          regionId: region,
          pageNumber: Number(next),
          pageSize: 50,
        });
        if (!answer.ok) return answer;
        const { vSwitches, totalCount, requestId } = answer.value;
        const got = vSwitches && (vSwitches.vSwitch ?? []);
        return ok({
          items: got?.map(vSwitch) ?? null,
          next: nextPage(Number(next), 50, totalCount, got?.length ?? 0),
          requestId,
        });
      }),

    securityGroups: (region) =>
      paged('DescribeSecurityGroups', async (nextToken) => {
        const answer = await call('DescribeSecurityGroups', region, { regionId: region, maxResults: 100, nextToken });
        if (!answer.ok) return answer;
        const { securityGroups, requestId } = answer.value;
        // An instance cannot join a group that a cloud service manages.
        const usable =
          securityGroups && (securityGroups.securityGroup ?? []).filter((group) => group.serviceManaged !== true);
        return ok({ items: usable?.map(securityGroup) ?? null, next: answer.value.nextToken, requestId });
      }),
  };
}

type Item<List> = NonNullable<List> extends readonly (infer One)[] ? One : never;

function image(it: Item<NonNullable<Body<'DescribeImages'>['images']>['image']>): Image {
  const id = it.imageId ?? '';
  return {
    id,
    name: it.imageName || id,
    osName: it.OSNameEn || it.OSName || it.platform || id,
    os: it.OSType === 'windows' ? 'windows' : 'linux',
    sizeGiB: it.size ?? 0,
    owner: OWNERS.find((owner) => owner === it.imageOwnerAlias) ?? 'others',
  };
}

const OWNERS = ['system', 'self', 'others', 'marketplace'] as const;

function vSwitch(it: Item<NonNullable<Body<'DescribeVSwitches'>['vSwitches']>['vSwitch']>): VSwitchChoice {
  const id = it.vSwitchId ?? '';
  return {
    id,
    name: it.vSwitchName || id,
    vpcId: it.vpcId ?? '',
    zone: it.zoneId ?? '',
    cidr: it.cidrBlock ?? '',
    freeAddresses: it.availableIpAddressCount ?? 0,
  };
}

function securityGroup(
  it: Item<NonNullable<Body<'DescribeSecurityGroups'>['securityGroups']>['securityGroup']>,
): SecurityGroup {
  const id = it.securityGroupId ?? '';
  return { id, name: it.securityGroupName || id, vpcId: it.vpcId ?? '', description: it.description ?? '' };
}
