import { expect, test } from 'vitest';
import type { InstanceSpec } from '../../../src/core/spec/spec.ts';
import { sampleRequest, sampleState } from '../../../src/sandbox/gallery/samples.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import { optionLines } from '../../../src/slack/request/option-blocks.ts';
import { en } from '../../../src/text/en.ts';
import { TEXTS } from '../../../src/text/texts.ts';

const ordered = (over: Partial<InstanceSpec>, origin = 'view:V1') => {
  const plain = sampleRequest(1, { state: 'pending', origin });
  return { ...plain, spec: { ...plain.spec, ...over } };
};
const loginLine = (over: Partial<InstanceSpec>, origin?: string) =>
  optionLines(ordered(over, origin), en, 400).find((line) => line.startsWith('Login'));

test('an order without a login says so wherever it is read, and how people get in', () => {
  expect(loginLine({})).toBe('Login: No key pair: only the terminal and Session Manager let people in');
  expect(loginLine({ imageId: 'win2022_21H2_x64_dtc_en-us_40G_alibase_20260815.vhd' })).toContain('No password is set');
  expect(loginLine({ login: { kind: 'keyPair', name: 'lena' } })).toBe('Login: Key pair lena');
  expect(loginLine({ login: { kind: 'session' } })).toBe('Login: Session Manager, no key');
});

test('the card says it in the language of its channel', () => {
  const { request, instances } = sampleState(1, ['running']);
  expect(JSON.stringify(renderCard(request, instances, TEXTS.zh).blocks)).toContain('登录方式：未绑定密钥对');
});

test('nothing is said of the login of what was taken over', () => {
  expect(loginLine({}, 'cloud:i-2ze1')).toBeUndefined();
});
