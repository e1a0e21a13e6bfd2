import { expect, test } from 'vitest';
import { ageClock, pause } from '../../../src/core/base/clock.ts';
import { withDeadline } from '../../../src/core/base/deadline.ts';
import { makeKeyedQueue } from '../../../src/core/base/keyed-queue.ts';
import { handClock } from '../../support/hand-clock.ts';

const turned = () => new Promise((resolve) => setImmediate(resolve));

/** Work that ends when it is told to, and says in `log` when it begins and ends. */
function work(log: string[], name: string) {
  let end: (error?: Error) => void = () => {};
  const run = (): Promise<string> => {
    log.push(`${name} begins`);
    return new Promise((resolve, reject) => {
      end = (error) => {
        log.push(`${name} ends`);
        if (error === undefined) resolve(name);
        else reject(error);
      };
    });
  };
  return { run, end: (error?: Error) => end(error) };
}

test('work with one key runs one after the other in the order of the calls, with another key beside it', async () => {
  const [log, queue] = [[] as string[], makeKeyedQueue()];
  const [first, second, other] = [work(log, 'first'), work(log, 'second'), work(log, 'other')];
  const results = [queue.run('a', first.run), queue.run('a', second.run), queue.run('b', other.run)];
  await turned();
  expect(log).toEqual(['first begins', 'other begins']);
  first.end();
  await turned();
  // Asked for while the second runs, when the first is forgotten.
  results.push(queue.run('a', async () => 'third'));
  await turned();
  expect(log.slice(2)).toEqual(['first ends', 'second begins']);
  expect(await Promise.race([results.at(-1), turned().then(() => 'waits')])).toBe('waits');
  second.end();
  other.end();
  expect(await Promise.all(results)).toEqual(['first', 'second', 'other', 'third']);
});

test('work that fails tells only its own caller, and the next with its key runs', async () => {
  const [log, queue] = [[] as string[], makeKeyedQueue()];
  const first = work(log, 'first');
  const failing = expect(queue.run('a', first.run)).rejects.toThrow('no');
  const second = queue.run('a', async () => 'second');
  await turned();
  first.end(new Error('no'));
  await failing;
  expect(await second).toBe('second');
  // Nothing is left to wait for.
  expect(await queue.run('a', async () => 'third')).toBe('third');
});

test('what takes too long is late, what is in time is what it came to, and neither leaves a timer', async () => {
  const { clock, turn, waiting } = handClock();
  const late = withDeadline(clock, 100, new Promise(() => {}));
  await turn(100);
  expect([await late, waiting()]).toEqual(['late', 0]);
  expect([await withDeadline(clock, 100, Promise.resolve(7)), waiting()]).toEqual([7, 0]);
  await expect(withDeadline(clock, 100, Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(waiting()).toBe(0);
});

test('a pause lasts as long as it says by its clock', async () => {
  const { clock, turn } = handClock();
  let isOver = false;
  const over = pause(clock, 100).then(() => {
    isOver = true;
  });
  await turn(99);
  expect(isOver).toBe(false);
  await turn(1);
  await over;
});

test('what is remembered ages with the clock, and by a day where the clock is set back', () => {
  let now = 1_000_000;
  const age = ageClock({ now: () => now });
  const begun = age.now();
  now += 500;
  expect(age.now() - begun).toBe(500);
  now -= 400;
  expect(age.now() - begun).toBe(86_400_500);
  now += 100;
  expect(age.now() - begun).toBe(86_400_600);
});
