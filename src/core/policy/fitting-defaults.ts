import { isApplicable } from '../option/applicable-options.ts';
import { ownFirst } from '../option/key-pair.ts';
import type { OptionFault } from '../option/option-faults.ts';
import { isOptionField, OPTION_FIELDS, type OptionField } from '../option/option-fields.ts';
import { optionFault } from '../option/option-judge.ts';
import type { KnownChoices } from '../spec/choices.ts';
import type { Draft, FieldProblem } from '../spec/spec.ts';
import { problemOfField } from '../spec/spec-judge.ts';
import type { OptionRules } from './option-rules.ts';
import { orderTraitsOf } from './policy-facts.ts';

/** What stands between the parts of a default of which each may fit or not. */
const BETWEEN: Readonly<Partial<Record<OptionField, string>>> = { groups: ',', disks: '\n' };

/**
 * Without what the policy fills in and the cloud would refuse for this image, type, network, bandwidth or way of paying, or beside what
 * somebody has said: a default must not keep anybody from ordering. What is not known yet may fit.
 */
export function withFittingDefaults(
  draft: Draft,
  { defaults }: Pick<OptionRules, 'defaults'>,
  lists: KnownChoices,
): Draft {
  const fitted = OPTION_FIELDS.flatMap((field) => {
    const word = defaults[field];
    if (word === undefined || draft[field] !== word) return [];
    const fitting = fittingPart(field, word, draft, lists);
    return fitting === word ? [] : [[field, fitting] as const];
  });
  if (fitted.length === 0) return draft;
  const others = { ...draft, ...Object.fromEntries(fitted) };
  return Object.fromEntries(
    Object.entries(others).filter(([field]) => !fitted.some(([one, word]) => one === field && word === '')),
  );
}

/** What of a default this order can have; empty for nothing. */
function fittingPart(field: OptionField, word: string, draft: Draft, lists: KnownChoices): string {
  if (!isApplicable(field, orderTraitsOf(draft))) return '';
  const between = BETWEEN[field];
  const parts = between === undefined ? [word] : word.split(between);
  const kept: string[] = [];
  for (const part of parts) if (isFit(field, [...kept, part].join(between), draft, lists)) kept.push(part);
  return kept.join(between);
}

/** The value alone was judged with the policy. Nobody logs in another way without having said so, but where the image takes no key. */
function isFit(field: OptionField, word: string, draft: Draft, lists: KnownChoices): boolean {
  const fault = optionFault(field, word, draft, { lists, scripts: null });
  return fault === null || (field === 'login' && fault.is !== 'keyOnWindows');
}

/** By which word a default is declined that only the cloud can say does not fit, by what it says. */
const DECLINED: Readonly<Partial<Record<OptionFault['is'], Draft>>> = {
  ipv6Off: { ipv6: '0' },
  ipv6NotOfType: { ipv6: '0' },
};

/**
 * What has to be said for a draft to be taken without what the policy has filled in; null where that is not why it was refused.
 *
 * @param refused what the cloud has against it, by a dry run
 */
export function decliningDefaults(
  draft: Draft,
  { defaults }: Pick<OptionRules, 'defaults'>,
  refused: readonly FieldProblem[],
): Draft | null {
  const declined = refused.map(({ field, fault }) =>
    fault !== undefined && isOptionField(field) && draft[field] === defaults[field] ? DECLINED[fault.is] : undefined,
  );
  return declined.length === 0 || declined.includes(undefined) ? null : Object.assign({}, ...declined);
}

/** With `login: { default: key }`, a person who picks no login gets their own key pair, if they have one in this region. */
export function withOwnKey(
  draft: Draft,
  { login }: Pick<OptionRules, 'login'>,
  { user, lists }: { readonly user: string; readonly lists: KnownChoices },
): Draft {
  if (draft.login !== undefined || login?.value.usual !== 'keyPair' || lists.keys === null) return draft;
  const [own] = ownFirst(
    lists.keys.filter(({ owner }) => owner === user),
    user,
  );
  if (own === undefined) return draft;
  const filled = { ...draft, login: `key:${own.name}` };
  return problemOfField('login', filled, lists) === null ? filled : draft;
}
