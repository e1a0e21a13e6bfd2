import { isBurstable, isPublicImage } from '../option/image-kind.ts';
import { ownFirst } from '../option/key-pair.ts';
import type { OptionField } from '../option/option-fields.ts';
import { isWindows } from '../option/option-judge.ts';
import { loginOf } from '../option/option-words.ts';
import { kindOfDraft } from '../spec/charge-draft.ts';
import type { KnownChoices } from '../spec/choices.ts';
import type { Draft } from '../spec/spec.ts';
import { problemOfField } from '../spec/spec-judge.ts';
import type { OptionRules } from './option-rules.ts';

/** Whether what the policy says of all orders can be had with this one; what is not known yet may. */
const FITS: Readonly<Partial<Record<OptionField, (word: string, draft: Draft, lists: KnownChoices) => boolean>>> = {
  protect: (_word, draft) => kindOfDraft(draft) === 'payAsYouGo',
  lease: (word, draft) => word === 'none' || kindOfDraft(draft) !== 'prepaid',
  hardening: (word, draft, { images }) => word !== 'Active' || isPublicImage(draft, images) !== false,
  credit: (_word, { type }) => type === undefined || isBurstable(type),
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
  const unfit = Object.entries(FITS).filter(([field, fits]) => {
    const word = defaults[field as OptionField];
    return word !== undefined && draft[field as OptionField] === word && !fits(word, draft, lists);
  });
  if (unfit.length === 0) return draft;
  const without = new Set(unfit.map(([field]) => field));
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
