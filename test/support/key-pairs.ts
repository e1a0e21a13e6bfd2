import { fail, ok } from '../../src/core/base/result.ts';
import type { Failure } from '../../src/core/failure/failure.ts';
import type { KeyPairSeen } from '../../src/core/key/own-key.ts';
import { readPublicKey } from '../../src/core/key/public-key.ts';
import type { EcsPort } from '../../src/ecs/port.ts';

export interface FakeKeyPairs extends Pick<EcsPort, 'keyPairs' | 'importKeyPair' | 'deleteKeyPair'> {
  /** By region. */
  readonly pairs: Map<string, KeyPairSeen[]>;
  /** Of the next calls, all of them: what each fails with. */
  failure: Failure | null;
  /** What was called, as `ImportKeyPair cn-hangzhou lena-laptop`. */
  readonly calls: string[];
}

/** Key pairs as the cloud keeps them, without a server. */
export function fakeKeyPairs(initial: Readonly<Record<string, readonly KeyPairSeen[]>> = {}): FakeKeyPairs {
  const pairs = new Map(Object.entries(initial).map(([region, some]) => [region, [...some]]));
  const inRegion = (region: string): KeyPairSeen[] => {
    const some = pairs.get(region) ?? [];
    pairs.set(region, some);
    return some;
  };
  const fake: FakeKeyPairs = {
    pairs,
    failure: null,
    calls: [],
    async keyPairs(region, { name, owner } = {}) {
      if (fake.failure !== null) return fail(fake.failure);
      const fits = (one: KeyPairSeen) =>
        (name === undefined || one.name === name) && (owner === undefined || one.owner === owner);
      return ok(inRegion(region).filter(fits));
    },
    async importKeyPair(region, { name, line, owner }) {
      fake.calls.push(`ImportKeyPair ${region} ${name}`);
      if (fake.failure !== null) return fail(fake.failure);
      if (inRegion(region).some((one) => one.name === name)) return ok('exists');
      const read = readPublicKey(line);
      if (!read.ok) throw new Error('no public key came to the cloud');
      // A tag without a value names nobody.
      inRegion(region).push({ name, owner: owner || null, fingerprint: read.value.fingerprint });
      return ok('imported');
    },
    async deleteKeyPair(region, name) {
      fake.calls.push(`DeleteKeyPairs ${region} ${name}`);
      if (fake.failure !== null) return fail(fake.failure);
      pairs.set(
        region,
        inRegion(region).filter((one) => one.name !== name),
      );
      return ok('deleted');
    },
  };
  return fake;
}
