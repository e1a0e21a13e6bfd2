import { expect } from 'vitest';
import { inEnglish } from '../../src/core/saying.ts';
import { NOTHING_KNOWN } from '../../src/core/spec/choices.ts';
import { judgeDraft } from '../../src/core/spec/spec-judge.ts';
import { readDraft } from '../../src/core/spec/spec-parse.ts';
import { createParams, runParams } from '../../src/ecs/calls/create-params.ts';
import { readPolicy, withLine } from '../../src/policy/read-policy.ts';
import { CHOICES, CONTENT, WHOLE } from '../core/option/order.ts';

/** A policy with one preset. */
const policyWith = (preset: string) =>
  readPolicy(`userData:\n  docker: docker.sh\npresets:\n  p:\n    ${preset}\n`, new Map([['docker.sh', CONTENT]]));

/**
 * What the cloud is sent for an order by a preset, and nothing else.
 *
 * @param any whether the preset may name any place, type and image, as a definition does
 */
export function sentBy(preset: string, any = false): Record<string, unknown> {
  const read = policyWith(preset);
  if (!read.ok) throw new Error(read.error.map((one) => inEnglish(withLine(one))).join('\n'));
  const scripts = [...read.value.userData.values()];
  const lists = any ? NOTHING_KNOWN : { ...NOTHING_KNOWN, ...CHOICES };
  const draft = readDraft({ ...WHOLE, ...read.value.presets.get('p') }, lists, {}, scripts);
  expect(draft.problems).toEqual([]);
  const judged = judgeDraft(draft.draft, lists as typeof CHOICES, scripts);
  if (!judged.ok) throw new Error(JSON.stringify(judged.error));
  const { spec, amount } = judged.value;
  const userData = scripts.find(({ name }) => name === spec.script?.name)?.content;
  const input = { spec, clientToken: 't', tags: [], ...(userData === undefined ? {} : { userData }) };
  return JSON.parse(JSON.stringify(any ? runParams({ ...input, amount, least: amount }) : createParams(input)));
}

/** The mistakes of a preset, which begins in line 3. */
export function toldOf(preset: string): readonly string[] {
  const read = readPolicy(`presets:\n  p:\n    ${preset.replaceAll('\n', '\n    ')}\n`);
  return read.ok ? [] : read.error.map((one) => inEnglish(withLine(one)));
}
