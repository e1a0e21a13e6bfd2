import { ok, type Result } from '../../src/core/base/result.ts';
import type { Failure } from '../../src/core/failure/failure.ts';
import { bareFingerprint } from '../../src/core/key/own-key.ts';
import { OWNER_TAG } from '../../src/core/option/key-pair.ts';
import type { EcsPort } from '../../src/ecs/port.ts';

type Body = Readonly<Record<string, unknown>>;
type Call = (action: string, params: Readonly<Record<string, string>>) => Promise<Result<Body, Failure>>;

/** What the adapter sends to list key pairs, and to bring and take away those of people. */
export const keyPort = (call: Call): Pick<EcsPort, 'keyPairs' | 'importKeyPair' | 'deleteKeyPair'> => ({
  async keyPairs(region, { name } = {}) {
    const answer = await call('DescribeKeyPairs', {
      RegionId: region,
      ...(name === undefined ? {} : { KeyPairName: name }),
    });
    if (!answer.ok) return answer;
    const { KeyPair } = answer.value.KeyPairs as { KeyPair: readonly Body[] };
    return ok(
      KeyPair.map((pair) => ({
        name: String(pair.KeyPairName),
        owner: ownerOf(pair),
        fingerprint: bareFingerprint(String(pair.KeyPairFingerPrint)),
      })),
    );
  },
  async importKeyPair(region, { name, line, owner }) {
    const tag = { 'Tag.1.Key': OWNER_TAG, 'Tag.1.Value': owner };
    const answer = await call('ImportKeyPair', { RegionId: region, KeyPairName: name, PublicKeyBody: line, ...tag });
    if (answer.ok) return ok('imported');
    return answer.error.code === 'KeyPair.AlreadyExist' ? ok('exists') : answer;
  },
  async deleteKeyPair(region, name) {
    const answer = await call('DeleteKeyPairs', { RegionId: region, KeyPairNames: JSON.stringify([name]) });
    return answer.ok ? ok('deleted') : answer;
  },
});

function ownerOf({ Tags }: Body): string | null {
  const { Tag } = (Tags ?? { Tag: [] }) as { readonly Tag: readonly { TagKey: string; TagValue: string }[] };
  return Tag.find(({ TagKey }) => TagKey === OWNER_TAG)?.TagValue ?? null;
}
