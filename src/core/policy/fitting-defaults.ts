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

/** The separator of a default with several parts, each of which may fit or not. */
const BETWEEN: Readonly<Partial<Record<OptionField, string>>> = { groups: ',', disks: '\n' };

/**
 * Removes the policy's defaults that the cloud would refuse for this image, type, network, bandwidth or billing method, or
 * beside the person's own choices: a default must not prevent an order. A default is kept while that is unknown.
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

/** The parts of a default that this order can have; empty for none. */
function fittingPart(field: OptionField, word: string, draft: Draft, lists: KnownChoices): string {
  if (!isApplicable(field, orderTraitsOf(draft))) return '';
  const between = BETWEEN[field];
  const parts = between === undefined ? [word] : word.split(between);
  const kept: string[] = [];
  for (const part of parts) if (isFit(field, [...kept, part].join(between), draft, lists)) kept.push(part);
  return kept.join(between);
}

/**
 * The policy has been judged on its own. A login default is kept although it does not fit, so that nobody gets another
 * login without a choice; except a key on an image that takes none.
 */
function isFit(field: OptionField, word: string, draft: Draft, lists: KnownChoices): boolean {
  const fault = optionFault(field, word, draft, { lists, scripts: null });
  return fault === null || (field === 'login' && fault.is !== 'keyOnWindows');
}

/** The word that declines a default, for faults that only the cloud can find. */
const DECLINED: Readonly<Partial<Record<OptionFault['is'], Draft>>> = {
  ipv6Off: { ipv6: '0' },
  ipv6NotOfType: { ipv6: '0' },
};

/**
 * The draft that declines the refused defaults explicitly; null when something else was refused too.
 *
 * @param refused the cloud's problems, from a dry run
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
