import { ok } from '../../core/base/result.ts';
import { bareFingerprint, type KeyPairSeen } from '../../core/key/own-key.ts';
import { OWNER_TAG } from '../../core/option/key-pair.ts';
import type { Call } from '../call.ts';
import type { EcsPort } from '../port.ts';
import type { Listed } from '../sdk.ts';
import { listIn } from './answered.ts';
import { pagesByNumber } from './paged.ts';

type KeyPairCalls = Pick<EcsPort, 'keyPairs' | 'importKeyPair' | 'deleteKeyPair'>;

const EXISTS = 'KeyPair.AlreadyExist';
const ATTACHED = 'InvalidParameter.KeypairAlreadyAttachedInstance';

export const keyPairCalls = (call: Call): KeyPairCalls => ({
  keyPairs: (region, { name, owner } = {}) =>
    pagesByNumber(
      'DescribeKeyPairs',
      50,
      (page) => {
        const tag = owner === undefined ? undefined : [{ key: OWNER_TAG, value: owner }];
        return call('DescribeKeyPairs', region, { regionId: region, keyPairName: name, tag, ...page });
      },
      ({ keyPairs }) =>
        listIn(keyPairs?.keyPair)
          ?.map(keyPair)
          .filter(({ name }) => name !== ''),
    ),

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

const keyPair = ({
  keyPairName: name = '',
  keyPairFingerPrint: fingerprint = '',
  tags,
}: Listed<'DescribeKeyPairs', 'keyPairs', 'keyPair'>): KeyPairSeen => ({
  name,
  owner: tags?.tag?.find(({ tagKey }) => tagKey === OWNER_TAG)?.tagValue || null,
  fingerprint: bareFingerprint(fingerprint),
});
