import { isApplicable, type OrderTraits } from '../option/applicable-options.ts';
import { parseDisks } from '../option/data-disks.ts';
import type { OptionField } from '../option/option-fields.ts';
import { parseLogin, saysNone } from '../option/option-words.ts';
import type { Login } from '../option/options.ts';
import type { Tag } from '../option/tag.ts';
import { formatTags, MAX_TAGS, parseTags, withTags } from '../option/tags.ts';
import { chargeKindOf } from '../spec/charge-draft.ts';
import type { Draft } from '../spec/spec.ts';
import { isPlace, type Places } from './places.ts';

/** A value with the line of its key in the policy file, from 1. */
interface At<T> {
  readonly value: T;
  readonly line: number;
}

/** The policy's rules about options, that is the parts of an order beyond the form's standard fields. */
export interface OptionRules {
  /** The RAM roles that an instance may get. Null: none, since a role grants rights in the account. */
  readonly roles: At<readonly string[]> | null;
  /** The KMS keys that may encrypt disks. Null: all keys of the account. */
  readonly kmsKeys: At<readonly string[]> | null;
  readonly login: At<LoginRules> | null;
  readonly tags: At<TagRules> | null;
  /** The words for options that an order does not mention. */
  readonly defaults: Draft;
  readonly required: At<readonly RequiredFields[]> | null;
}

export interface LoginRules {
  readonly allowed: readonly Login['kind'][];
  /** The default login method. */
  readonly usual: Login['kind'] | null;
}

export interface TagRules {
  readonly required: readonly string[];
  /** Set on every instance. */
  readonly fixed: readonly Tag[];
  /** The allowed values of a tag, by its key. */
  readonly allowed: ReadonlyMap<string, readonly string[]>;
}

export interface RequiredFields {
  readonly fields: readonly OptionField[];
  readonly channels: Places;
}

export const NO_OPTION_RULES: OptionRules = {
  roles: null,
  kmsKeys: null,
  login: null,
  tags: null,
  defaults: {},
  required: null,
};

/** The rules about a disk, bought with its instance or later. */
export const diskRules = ({ kmsKeys }: OptionRules): OptionRules => ({ ...NO_OPTION_RULES, kmsKeys });

/**
 * A draft with the policy's fixed tags, and with its defaults for options that the draft does not mention.
 * `withFittingDefaults` later removes those that do not fit the order.
 */
export function withPolicyOptions(draft: Draft, { defaults, tags, login }: OptionRules): Draft {
  const usual = login?.value.usual ?? null;
  const { protect, ...others } = { ...(usual === null || usual === 'keyPair' ? {} : { login: usual }), ...defaults };
  const mayProtect = protect !== undefined && chargeKindOf(draft) === 'payAsYouGo';
  const filled = { ...others, ...(mayProtect ? { protect } : {}), ...draft };
  const all = withTags(
    withTags(defaults.tags, draft.tags),
    tags === null || tags.value.fixed.length === 0 ? undefined : formatTags(tags.value.fixed),
  );
  return all === undefined ? filled : { ...filled, tags: all };
}

/** The result of one rule about options. */
interface OptionVerdict {
  readonly rule: 'roles' | 'kmsKeys' | 'login' | 'tags' | 'required';
  readonly line: number | null;
  readonly field: OptionField;
  readonly given: string;
  readonly allowed: readonly string[];
  /** The most tags allowed, where there are too many; else null. */
  readonly max: number | null;
  readonly holds: boolean;
}

/**
 * @param options the order's options
 * @param order its other traits, and the channel
 */
export function judgeOptions(
  options: Draft,
  order: OrderTraits & { readonly channel: string | null; readonly policyTags?: readonly Tag[] },
  { roles, kmsKeys, login, tags, required }: OptionRules,
): readonly OptionVerdict[] {
  const { role } = options;
  const found = (one: Omit<OptionVerdict, 'max'>): OptionVerdict => ({ ...one, max: null });
  return [
    ...(role === undefined
      ? []
      : [
          found({
            ...{ rule: 'roles', line: roles?.line ?? null, field: 'role', given: role },
            ...{ allowed: roles?.value ?? [], holds: roles?.value.includes(role) ?? false },
          }),
        ]),
    ...(kmsKeys === null
      ? []
      : keysOf(options).map(([field, given]) =>
          found({
            ...{ rule: 'kmsKeys', line: kmsKeys.line, field, given },
            ...{
              allowed: kmsKeys.value,
              holds: kmsKeys.value.some((key) => key.toLowerCase() === given.toLowerCase()),
            },
          }),
        )),
    ...(login === null ? [] : [found(judgeLogin(options.login, login))]),
    ...(tags === null ? [] : judgeTags(options.tags ?? '', order.policyTags, tags)),
    ...requiredOf(required?.value ?? [], order).map((field) =>
      found({
        ...{ rule: 'required', line: required?.line ?? null, field, given: field },
        ...{ allowed: [], holds: isSaid(field, options) },
      }),
    ),
  ];
}

function judgeLogin(
  given: string | undefined,
  { line, value: { allowed, usual } }: At<LoginRules>,
): Omit<OptionVerdict, 'max'> {
  const about = { line, field: 'login' } as const;
  // The bot cannot guess the key.
  if (usual === 'keyPair' && given === undefined)
    return { ...about, rule: 'required', given: 'login', allowed: [], holds: false };
  // Without a login an instance has neither key nor password, so that only Session Manager is left.
  const way = parseLogin(given ?? '')?.kind ?? 'session';
  return { ...about, rule: 'login', given: way, allowed, holds: allowed.includes(way) };
}

/** The required options that this order can have. */
export const requiredOf = (
  required: readonly RequiredFields[],
  order: OrderTraits & { readonly channel: string | null },
): readonly OptionField[] =>
  required.flatMap(({ fields, channels }) =>
    isPlace(channels, order.channel) === true ? fields.filter((field) => isApplicable(field, order)) : [],
  );

/** The KMS keys in an order: of the system disk and of each data disk. */
const keysOf = ({ kmskey, disks = '' }: Draft): readonly (readonly [OptionField, string])[] => [
  ...(kmskey === undefined ? [] : [['kmskey', kmskey] as const]),
  ...parseDisks(disks).flatMap(({ kmsKeyId }) => (kmsKeyId === undefined ? [] : [['disks', kmsKeyId] as const])),
];

/** The word for none does not satisfy a requirement. */
const isSaid = (field: OptionField, { [field]: word }: Draft): boolean => word !== undefined && !saysNone(field, word);

/** @param sent see {@link OrderFacts.policyTags}; without it, the purchase will set the policy's fixed tags */
function judgeTags(
  text: string,
  sent: readonly Tag[] | undefined,
  { value: rules, line }: At<TagRules>,
): readonly OptionVerdict[] {
  const byKey = (tags: readonly Tag[]) => tags.map(({ key, value }) => [key, value] as const);
  const own = byKey(parseTags(text));
  const said = new Map([...byKey(sent ?? []), ...own]);
  const given = new Map([...byKey(sent ?? rules.fixed), ...own]);
  const about = { rule: 'tags', line, field: 'tags', max: null } as const;
  return [
    ...rules.required.map((key) => ({
      ...about,
      given: key,
      allowed: rules.allowed.get(key) ?? [],
      holds: (given.get(key) ?? '') !== '',
    })),
    ...rules.fixed.flatMap(({ key, value }) => {
      const other = said.get(key);
      if (other === undefined && sent === undefined) return [];
      return [{ ...about, given: `${key}=${other ?? ''}`, allowed: [value], holds: other === value }];
    }),
    ...[...rules.allowed].flatMap(([key, values]) => {
      const value = given.get(key);
      return value === undefined
        ? []
        : [{ ...about, given: `${key}=${value}`, allowed: values, holds: values.includes(value) }];
    }),
    { ...about, given: String(given.size), allowed: [], max: MAX_TAGS, holds: given.size <= MAX_TAGS },
  ];
}

/**
 * The policy's fixed tags that an order lacks because they were fixed after its submission. A tag with another value is
 * refused instead.
 */
export const fixedBeside = (own: readonly Tag[] | undefined, { tags }: Pick<OptionRules, 'tags'>): readonly Tag[] =>
  (tags?.value.fixed ?? []).filter(({ key }) => own?.some((tag) => tag.key === key) !== true);
