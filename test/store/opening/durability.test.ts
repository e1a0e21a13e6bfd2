import { expect, test } from 'vitest';
import { durabilityTroubles, type ServerSettings } from '../../../src/store/opening/durability.ts';

const SOUND: ServerSettings = {
  synchronousCommit: 'on',
  fsync: 'on',
  fullPageWrites: 'on',
  synchronousStandbyNames: '',
  standbys: 0,
  inRecovery: false,
};

test.each<[string, Partial<ServerSettings>, readonly string[]]>([
  ['a single server with its defaults', {}, []],
  ['a synchronous standby', { standbys: 1, synchronousStandbyNames: 'ANY 1 (a)' }, []],
  [
    'a standby that applies first',
    { standbys: 1, synchronousStandbyNames: '*', synchronousCommit: 'remote_apply' },
    [],
  ],
  ['commits that are answered before they are written', { synchronousCommit: 'off' }, ['commitsLate']],
  ['a server that does not flush', { fsync: 'off' }, ['fsyncOff']],
  ['pages that may be torn', { fullPageWrites: 'off' }, ['tornPages']],
  ['a standby that nobody waits for', { standbys: 2 }, ['standbyBehind']],
  [
    'a named standby that commits do not wait for',
    { standbys: 1, synchronousStandbyNames: 'a', synchronousCommit: 'local' },
    ['standbyBehind'],
  ],
  ['a standby itself', { inRecovery: true }, ['readOnly']],
  [
    'everything at once',
    { synchronousCommit: 'off', fsync: 'off', standbys: 1 },
    ['commitsLate', 'fsyncOff', 'standbyBehind'],
  ],
])('of %s it says %j', (_, settings, troubles) => {
  expect(durabilityTroubles({ ...SOUND, ...settings })).toEqual(troubles);
});
