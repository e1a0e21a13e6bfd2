import { isPublicImage } from '../option/image-kind.ts';
import { ownFirst } from '../option/key-pair.ts';
import { isOpenTo } from '../option/open-fields.ts';
import { OPTION_FIELDS, type OptionField } from '../option/option-fields.ts';
import { isWindows } from '../option/option-judge.ts';
import { loginOf } from '../option/option-words.ts';
import type { KnownChoices } from '../spec/choices.ts';
import type { Draft } from '../spec/spec.ts';
import { problemOfField } from '../spec/spec-judge.ts';
import type { OptionRules } from './option-rules.ts';
import { kindOfOrder } from './policy-facts.ts';

/** Whether what the policy says of all orders can be had with this one, where the field is open to it; what is not known yet may. */
const FITS: Readonly<Partial<Record<OptionField, (word: string, draft: Draft, lists: KnownChoices) => boolean>>> = {
  hardening: (word, draft, { images }) => word !== 'Active' || isPublicImage(draft, images) !== false,
  login: (word, draft, lists) => loginOf(word)?.kind !== 'keyPair' || !isWindows(draft, lists),
};

/**
 * Without what the policy fills in and the cloud would refuse for this image, type or way of paying: a default must not keep anybody from
 * ordering.
 */
export function withFittingDefaults(
  draft: Draft,
  { defaults }: Pick<OptionRules, 'defaults'>,
  lists: KnownChoices,
): Draft {
  const order = kindOfOrder(draft);
  const unfit = OPTION_FIELDS.filter((field) => {
    const word = defaults[field];
    if (word === undefined || draft[field] !== word) return false;
    return !isOpenTo(field, order) || FITS[field]?.(word, draft, lists) === false;
  });
  if (unfit.length === 0) return draft;
  const without = new Set<string>(unfit);
  return Object.fromEntries(Object.entries(draft).filter(([field]) => !without.has(field)));
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
