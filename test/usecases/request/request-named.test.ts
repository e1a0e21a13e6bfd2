import { expect, test } from 'vitest';
import { StoreUnavailable } from '../../../src/store/store.ts';
import type { ReadDeps } from '../../../src/usecases/instance/instance-reads.ts';
import { requestNamed } from '../../../src/usecases/request/request-named.ts';
import { anInstance, aRequest } from '../../store/samples.ts';
import { recordingLog } from '../../support/recording-log.ts';

const ID = 'r-7k3mz9q2xa';
const request = aRequest(ID);
const instances = [1, 2].map((n) => anInstance(ID, n));

const named = (word: string, more: Partial<ReadDeps['store']> = {}, lines: Record<string, unknown>[] = []) => {
  const store = {
    request: async (id: string) => (id === ID ? request : null),
    instancesOf: async (id: string) => (id === ID ? instances : []),
    ...more,
  };
  return requestNamed({ store, log: recordingLog(lines) } as unknown as ReadDeps, word);
};

test.each([ID, ID.toUpperCase(), `\`${ID}\``])('a request is found with all its instances by %s', async (word) => {
  expect(await named(word)).toEqual({ request, instances });
});

test('a word that names no request finds none, and asks nobody', async () => {
  const unasked = () => Promise.reject(new Error('it was asked'));
  for (const word of ['web-1', `${ID}-1`, '']) expect(await named(word, { request: unasked }), word).toBeNull();
  expect(await named('r-0000000000')).toBeNull();
});

test('none is found while the store is not there, and the log says so', async () => {
  const lines: Record<string, unknown>[] = [];
  const away = () => Promise.reject(new StoreUnavailable('away'));
  expect(await named(ID, { instancesOf: away }, lines)).toBeNull();
  expect(lines).toMatchObject([{ level: 'warn' }]);
});
