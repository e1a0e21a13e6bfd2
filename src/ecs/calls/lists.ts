import type { Language } from '../../core/base/language.ts';
import { ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { GroupChoice, PlaceChoice, VSwitchChoice } from '../../core/spec/choices.ts';
import type { Call } from '../call.ts';
import type { EcsPort, Image } from '../port.ts';
import type { Listed } from '../sdk.ts';
import { choosable, listIn } from './answered.ts';
import { pagesByNumber, pagesByToken } from './paged.ts';
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

export const listCalls = (call: Call, homeRegion: string): ListCalls => ({
  regions: () =>
    inEachLanguage((acceptLanguage) =>
      pagesByToken(
        'DescribeRegions',
        () => call('DescribeRegions', homeRegion, { acceptLanguage }),
        ({ regions }) =>
          choosable(
            listIn(regions?.region)?.map(({ regionId: id = '', localName }) => ({ id, name: localName || id })),
          ),
      ),
    ),

  zones: (region, chargeKind) =>
    inEachLanguage((acceptLanguage) =>
      pagesByToken(
        'DescribeZones',
        () => {
          const params = { regionId: region, acceptLanguage, ...CHARGE_PARAMS[chargeKind], verbose: false };
          return call('DescribeZones', region, params);
        },
        ({ zones }) =>
          choosable(listIn(zones?.zone)?.map(({ zoneId: id = '', localName }) => ({ id, name: localName || id }))),
      ),
    ),

  images: (region) =>
    pagesByNumber(
      'DescribeImages',
      100,
      (page) => call('DescribeImages', region, { regionId: region, ...page }),
      ({ images }) => choosable(listIn(images?.image)?.map(image)),
    ),

  vSwitches: (region) =>
    pagesByNumber(
      'DescribeVSwitches',
      50,
      (page) => call('DescribeVSwitches', region, { regionId: region, ...page }),
      ({ vSwitches }) => choosable(listIn(vSwitches?.vSwitch)?.map(vSwitch)),
    ),

  securityGroups: (region) =>
    pagesByToken(
      'DescribeSecurityGroups',
      (nextToken) => call('DescribeSecurityGroups', region, { regionId: region, maxResults: 100, nextToken }),
      // An instance cannot join a group that a cloud service manages.
      ({ securityGroups }) =>
        choosable(
          listIn(securityGroups?.securityGroup)
            ?.filter((group) => group.serviceManaged !== true)
            .map(securityGroup),
        ),
    ),
});

function image(it: Listed<'DescribeImages', 'images', 'image'>): Image {
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

function vSwitch(it: Listed<'DescribeVSwitches', 'vSwitches', 'vSwitch'>): VSwitchChoice {
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

function securityGroup(it: Listed<'DescribeSecurityGroups', 'securityGroups', 'securityGroup'>): GroupChoice {
  const id = it.securityGroupId ?? '';
  return { id, name: it.securityGroupName || id, vpcId: it.vpcId ?? '' };
}
