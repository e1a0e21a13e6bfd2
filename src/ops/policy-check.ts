import { CHARGE_KINDS } from '../core/charge.ts';
import type { Asker } from '../core/grants.ts';
import { NOBODY_KNOWN } from '../core/people.ts';
import { judgePolicy, type OrderFacts } from '../core/policy-judge.ts';
import { readOrder } from '../core/presets.ts';
import type { Draft } from '../core/spec.ts';
import { mistakeLine, readPolicy } from '../policy/read-policy.ts';
import { en } from '../text/en.ts';

export interface Checked {
  /** 0 when all is well, else 1. */
  readonly code: 0 | 1;
  readonly lines: readonly string[];
}

export function validateText(file: string, text: string): Checked {
  const read = readPolicy(text);
  if (read.ok) return { code: 0, lines: [`${file} is right.`] };
  return { code: 1, lines: read.error.map((mistake) => `${file}, ${mistakeLine(mistake)}`) };
}

/**
 * What a policy says of an order, without the cloud: what only the cloud knows (the name of an image, the vCPU of a type
 * unless `vcpu=` gives them) is not known here, and a rule about it is answered with that, never with a yes.
 */
export function checkOrder(file: string, text: string, asker: Asker, words: readonly string[]): Checked {
  const read = readPolicy(text);
  if (!read.ok) return validateText(file, text);
  const vCpuWords = words.filter((word) => VCPU.test(word));
  const rest = words.filter((word) => !VCPU.test(word));
  const { draft, problems } = readOrder(rest, read.value.presets, null);
  const misread = [...problems.map(en.commands.argument), ...misreadNumbers(draft)];
  if (misread.length > 0) return { code: 1, lines: misread };
  const facts = plainFacts(draft, vCpuOf(vCpuWords), asker);
  const { verdict, breaches, open } = judgePolicy(facts, read.value, NOBODY_KNOWN);
  const lines = [
    ...breaches.map((breach) => en.policy.refusal(breach, breach.given)),
    ...open.map(({ rule, line }) => en.policy.open(rule, line)),
  ].map((line) => `- ${line}`);
  const title = { allowed: 'Allowed.', refused: en.policy.refused, unknown: en.policy.cannotSay }[verdict];
  return { code: verdict === 'allowed' ? 0 : 1, lines: [title, ...lines] };
}

const VCPU = /^vcpus?=(\d{1,6})$/iu;

function vCpuOf(words: readonly string[]): number | null {
  const digits = VCPU.exec(words.at(-1) ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

const misreadNumbers = (draft: Draft): readonly string[] =>
  (['amount', 'bandwidth', 'size'] as const).flatMap((field) => {
    const given = draft[field];
    return given === undefined || /^\d{1,9}$/u.test(given) ? [] : [`${field}=${given} is not a whole number.`];
  });

/** Words as the cloud's own: nothing but the cloud could say what `ubuntu` or `4c16g` means. */
function plainFacts(draft: Draft, vCpu: number | null, asker: Asker): OrderFacts {
  const number = (given: string | undefined) => (given === undefined ? null : Number(given));
  const type = draft.type === undefined ? null : draft.type.replace(/^(?!ecs\.)/iu, 'ecs.');
  return {
    ...asker,
    charge: CHARGE_KINDS.find((kind) => kind === (draft.charge ?? 'payAsYouGo')) ?? null,
    region: draft.region ?? null,
    type,
    // All of a type's name but its size: ecs.g7.large is of ecs.g7.
    family: type === null ? null : type.split('.').slice(0, 2).join('.'),
    vCpu,
    image: draft.image === undefined ? null : { id: draft.image, name: null, osName: null, owner: null },
    // What the form starts with where nothing is said.
    amount: number(draft.amount ?? '1'),
    bandwidthOut: number(draft.bandwidth ?? '0'),
    diskGiB: number(draft.size),
  };
}
