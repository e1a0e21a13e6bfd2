import { expect, test } from 'vitest';
import { makeOutput } from '../../src/ops/log.ts';

const failure = (code: string) => Object.assign(new Error(), { code });

/** A pipe that takes so many bytes before its reader stands still. */
function makePipe(room: number) {
  const pipe = { room, got: '', tries: 0, pauses: 0 };
  const output = makeOutput(
    (bytes) => {
      pipe.tries += 1;
      if (pipe.room === 0) throw failure('EAGAIN');
      const part = bytes.subarray(0, pipe.room);
      pipe.room -= part.length;
      pipe.got += part.toString();
      return part.length;
    },
    () => {
      pipe.pauses += 1;
    },
  );
  return { pipe, output };
}

test('a line waits for a reader that has stood still for a moment', () => {
  let tries = 0;
  const got: string[] = [];
  const output = makeOutput(
    (bytes) => {
      tries += 1;
      if (tries < 4) throw failure('EAGAIN');
      got.push(bytes.toString());
      return bytes.length;
    },
    () => {},
  );
  output.write('one\n');
  expect(got).toEqual(['one\n']);
});

test('once a line was lost the next ones do not wait, until the reader reads again', () => {
  const { pipe, output } = makePipe(4);
  output.write('one\n');
  output.write('two\n');
  const { pauses } = pipe;
  expect(pauses).toBeGreaterThan(10);
  for (let n = 0; n < 100; n++) output.write('more\n');
  expect(pipe.pauses).toBe(pauses);
  pipe.room = 4;
  output.write('tri\n');
  expect(pipe.got).toBe('one\ntri\n');
  output.write('for\n');
  expect(pipe.pauses).toBeGreaterThan(pauses);
});

test('what follows a line of which a part was lost is a line of its own', () => {
  const { pipe, output } = makePipe(6);
  output.write('one\n');
  output.write('two\n');
  pipe.room = 99;
  output.write('three\n');
  expect(pipe.got).toBe('one\ntw\nthree\n');
});

test('a disk that is full is tried once a line', () => {
  let tries = 0;
  const output = makeOutput(
    () => {
      tries += 1;
      throw failure('ENOSPC');
    },
    () => {},
  );
  for (let n = 0; n < 3; n++) output.write('line\n');
  expect(tries).toBe(3);
});
