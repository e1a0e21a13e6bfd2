import { ok } from '../../core/base/result.ts';
import { bareFingerprint, type KeyPairSeen } from '../../core/key/own-key.ts';
import { OWNER_TAG } from '../../core/option/key-pair.ts';
import type { Call } from '../call.ts';
import type { EcsPort } from '../port.ts';
import type { Body } from '../sdk.ts';
import { nextPage, paged } from './paged.ts';

type KeyPairCalls = Pick<EcsPort, 'keyPairs' | 'importKeyPair' | 'deleteKeyPair'>;

const PAGE = 50;
const EXISTS = 'KeyPair.AlreadyExist';
const ATTACHED = 'InvalidParameter.KeypairAlreadyAttachedInstance';

export const keyPairCalls = (call: Call): KeyPairCalls => ({
  keyPairs: (region, { name, owner } = {}) =>
    paged('DescribeKeyPairs', async (next = '1') => {
      const answer = await call('DescribeKeyPairs', region, {
        regionId: region,
        keyPairName: name,
        tag: owner === undefined ? undefined : [{ key: OWNER_TAG, value: owner }],
        pageNumber: Number(next),
        pageSize: PAGE,
      });
      if (!answer.ok) return answer;
      const { keyPairs, totalCount, requestId } = answer.value;
      const got = keyPairs && (keyPairs.keyPair ?? []);
      return ok({
        items: got?.map(keyPair) ?? null,
        next: nextPage(Number(next), PAGE, totalCount, got?.length ?? 0),
        requestId,
      });
    }),

  async importKeyPair(region, { name, line, owner }) {
    const answer = await call('ImportKeyPair', region, {
      regionId: region,
      keyPairName: name,
      publicKeyBody: line,
      tag: [{ key: OWNER_TAG, value: owner }],
    });
    if (answer.ok) return ok('imported');
    return answer.error.code === EXISTS ? ok('exists') : answer;
  },

  async deleteKeyPair(region, name) {
    const params = { regionId: region, keyPairNames: JSON.stringify([name]) };
    const answer = await call('DeleteKeyPairs', region, params);
    if (answer.ok) return ok('deleted');
    return answer.error.code === ATTACHED ? ok('attached') : answer;
  },
});

type Item<List> = NonNullable<List> extends readonly (infer One)[] ? One : never;

const keyPair = ({
  keyPairName: name = '',
  keyPairFingerPrint: fingerprint = '',
  tags,
}: Item<NonNullable<Body<'DescribeKeyPairs'>['keyPairs']>['keyPair']>): KeyPairSeen => ({
  name,
  owner: tags?.tag?.find(({ tagKey }) => tagKey === OWNER_TAG)?.tagValue || null,
  fingerprint: bareFingerprint(fingerprint),
});
