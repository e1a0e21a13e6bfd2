import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { Interrupted, openTerminal } from '../../src/setup/terminal.ts';

function terminalOf(isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => {} });
  const output = new PassThrough();
  let shown = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  return { input, terminal: openTerminal(input, output), shown: () => shown };
}

test('what is typed is shown, and a secret is not', async () => {
  const { input, terminal, shown } = terminalOf(true);
  const name = terminal.ask('Name?');
  input.write('ines\r');
  expect(await name).toBe('ines');
  const token = terminal.ask('Token?', { secret: true });
  for (const key of 'xoxb-hunter2') input.write(key);
  input.write('\r');
  expect(await token).toBe('xoxb-hunter2');
  const last = terminal.ask('More?');
  input.write('no\r');
  expect(await last).toBe('no');
  await new Promise((resolve) => setImmediate(resolve));
  // Without what moves the cursor.
  const plain = stripVTControlCharacters(shown());
  expect(plain).toContain('Name? ines');
  expect(plain).toContain('Token?');
  expect(plain).toContain('More? no');
  expect(shown()).not.toMatch(/hunter|xoxb/u);
  terminal.close();
});

test('what is pasted with the answer before it, or typed before it is asked for, is not shown', async () => {
  const { input, terminal, shown } = terminalOf(true);
  const id = terminal.ask('AccessKey ID?');
  input.write('LTAI1\rhunter-of-the-paste\r');
  expect(await id).toBe('LTAI1');
  input.write('hunter-too-early');
  await new Promise((resolve) => setImmediate(resolve));
  expect(await terminal.ask('AccessKey secret?', { secret: true })).toBe('hunter-of-the-paste');
  const token = terminal.ask('Token?', { secret: true });
  input.write('\r');
  expect(await token).toBe('hunter-too-early');
  await new Promise((resolve) => setImmediate(resolve));
  expect(shown()).not.toContain('hunter');
  terminal.close();
});

test('Ctrl-C and the end of the input interrupt a question, and every later one', async () => {
  const pressed = terminalOf(true);
  const question = pressed.terminal.ask('Name?');
  pressed.input.write('\u0003');
  await expect(question).rejects.toBeInstanceOf(Interrupted);
  await expect(pressed.terminal.ask('Again?')).rejects.toBeInstanceOf(Interrupted);
  const ended = terminalOf(false);
  const other = ended.terminal.ask('Name?');
  ended.input.end();
  await expect(other).rejects.toBeInstanceOf(Interrupted);
});

test('what is piped in answers the questions one after the other', async () => {
  const { input, terminal } = terminalOf(false);
  input.end('one\ntwo\n');
  await new Promise((resolve) => setImmediate(resolve));
  expect(await terminal.ask('1?')).toBe('one');
  expect(await terminal.ask('2?', { secret: true })).toBe('two');
  await expect(terminal.ask('3?')).rejects.toBeInstanceOf(Interrupted);
});
