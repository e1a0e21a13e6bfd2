import { createHash } from 'node:crypto';
import { resourceGroup, tagsOf } from '../create/naming.ts';
import { TAGS } from '../create/takes.ts';
import type { Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';
import { type KeyPair, keyPairsIn, regionNamed } from '../world.ts';
import { type Action, PAGES, pageOf, slice } from './action.ts';
import { hasTags, isLike } from './filters.ts';

const MOST_IN_REGION = 500;
const NAME = /^\p{L}[\p{L}\p{N}:_.-]{1,127}$/u;
const PUBLIC_KEY = /^(ssh-rsa|ssh-dss|ssh-ed25519|ecdsa-sha2-nistp(?:256|384|521)) ([A-Za-z0-9+/]{20,}={0,2})(?: .*)?$/;

const describeKeyPairs: Action = {
  takes: [...PAGES, ...TAGS, 'IncludePublicKey', 'KeyPairFingerPrint', 'KeyPairName', 'RegionId', 'ResourceGroupId'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const page = pageOf(params, 50);
    const name = params.text('KeyPairName') ?? '*';
    const print = params.text('KeyPairFingerPrint');
    const group = params.text('ResourceGroupId');
    const tags = hasTags(params);
    const withKey = params.flag('IncludePublicKey');
    const found = keyPairsIn(world, region).filter(
      (pair) =>
        isLike(name, pair.name) &&
        (print === null || pair.fingerPrint === print) &&
        (group === null || pair.resourceGroupId === group) &&
        tags(pair.tags),
    );
    return {
      TotalCount: found.length,
      PageNumber: page.number,
      PageSize: page.size,
      KeyPairs: { KeyPair: slice(found, page).map((pair) => shown(pair, withKey)) },
    };
  },
};

const shown = (pair: KeyPair, withKey: boolean): Record<string, unknown> => ({
  KeyPairName: pair.name,
  KeyPairFingerPrint: pair.fingerPrint,
  CreationTime: pair.created,
  ResourceGroupId: pair.resourceGroupId,
  ...(withKey && pair.publicKey !== '' ? { PublicKey: pair.publicKey } : {}),
  Tags: { Tag: pair.tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })) },
});

const importKeyPair: Action = {
  takes: [...TAGS, 'KeyPairName', 'PublicKeyBody', 'RegionId', 'ResourceGroupId'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const name = nameOf(params);
    const publicKey = params.required('PublicKeyBody').trim();
    const body = PUBLIC_KEY.exec(publicKey)?.[2];
    if (body === undefined) return notValid('InvalidPublicKeyBody.Malformed', 'PublicKeyBody');
    const resourceGroupId = resourceGroup(params);
    const tags = tagsOf(params);
    const pairs = keyPairsIn(world, region);
    if (pairs.some((pair) => pair.name === name)) {
      refuse(400, 'KeyPair.AlreadyExist', 'The specified KeyPair already exist.');
    }
    if (pairs.length >= MOST_IN_REGION) refuse(400, 'QuotaExceed.KeyPair', 'The key pair quota exceeds.');
    const fingerPrint = createHash('md5').update(Buffer.from(body, 'base64')).digest('hex');
    const created = `${new Date(world.clock.realNow()).toISOString().slice(0, 16)}Z`;
    pairs.push({ name, fingerPrint, created, publicKey, resourceGroupId, tags });
    return { KeyPairName: name, KeyPairFingerPrint: fingerPrint };
  },
};

function nameOf(params: Params): string {
  const name = params.required('KeyPairName');
  return NAME.test(name) && !/^https?:/i.test(name) ? name : notValid('InvalidKeyPairName.Malformed', 'KeyPairName');
}

export const keyPairActions: Readonly<Record<string, Action>> = {
  DescribeKeyPairs: describeKeyPairs,
  ImportKeyPair: importKeyPair,
};
