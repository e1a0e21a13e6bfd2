import { isApplicable, type OrderTraits } from '../option/applicable-options.ts';
import { parseDisks } from '../option/data-disks.ts';
import { type OptionField, optionsIn } from '../option/option-fields.ts';
import { parseLogin, saysNone } from '../option/option-words.ts';
import type { Login } from '../option/options.ts';
import type { Tag } from '../option/tag.ts';
import { formatTags, MAX_TAGS, parseTags, withTags } from '../option/tags.ts';
import { chargeKindOf } from '../spec/charge-draft.ts';
import type { Draft } from '../spec/spec.ts';
import { isPlace, type Places } from './places.ts';

/** With the line of its key in the policy file, from 1. */
interface At<T> {
  readonly value: T;
  readonly line: number;
}

/** What a policy says of what an order may hold beyond the form's own fields. */
export interface OptionRules {
  /** The RAM roles that a server may get. Left out: none, for a role gives rights in the account. */
  readonly roles: At<readonly string[]> | null;
  /** The KMS keys that may encrypt disks. Left out: all of the account's. */
  readonly kmsKeys: At<readonly string[]> | null;
  readonly login: At<LoginRules> | null;
  readonly tags: At<TagRules> | null;
  /** What an order says where nobody says otherwise. */
  readonly defaults: Draft;
  readonly required: At<readonly RequiredFields[]> | null;
}

export interface LoginRules {
  readonly allowed: readonly Login['kind'][];
  /** Where nothing is said. */
  readonly usual: Login['kind'] | null;
}

export interface TagRules {
  readonly required: readonly string[];
  /** Set on everything, whatever is asked for. */
  readonly fixed: readonly Tag[];
  /** The values that a tag may have, by its key. */
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

/** Those of them that are about a disk, whether it comes with its instance or later. */
export const diskRules = ({ kmsKeys }: OptionRules): OptionRules => ({ ...NO_OPTION_RULES, kmsKeys });

/**
 * A draft with what the policy fills in: its fixed tags in any case, the rest where nothing was said. What of that does not go with the
 * order is taken out by `withFittingDefaults`, once it is known.
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

/** What a rule about options has found. */
export interface OptionVerdict {
  readonly rule: 'roles' | 'kmsKeys' | 'login' | 'tags' | 'required';
  readonly line: number | null;
  readonly field: OptionField;
  readonly given: string;
  readonly allowed: readonly string[];
  /** How many tags there can be, where there are too many. */
  readonly max: number | null;
  readonly holds: boolean;
}

/**
 * @param options of the order; the rules of others are not asked
 * @param order what it is beside them, and where it is asked for
 */
export function judgeOptions(
  options: Draft,
  order: OrderTraits & { readonly channel: string | null; readonly policyTags?: readonly Tag[] },
  { roles, kmsKeys, login, tags, required }: OptionRules,
): readonly OptionVerdict[] {
  const { role } = options;
  // Without a word about it an instance has neither key nor password: what is left is Session Manager.
  const way = parseLogin(options.login ?? '')?.kind ?? 'session';
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
    ...(login?.value.usual !== 'keyPair' || options.login !== undefined
      ? []
      : [
          // Which key is nobody's to guess.
          found({
            ...{ rule: 'required', line: login.line, field: 'login', given: 'login' },
            ...{ allowed: [], holds: false },
          }),
        ]),
    ...(login === null || (login.value.usual === 'keyPair' && options.login === undefined)
      ? []
      : [
          found({
            ...{ rule: 'login', line: login.line, field: 'login', given: way },
            ...{ allowed: login.value.allowed, holds: login.value.allowed.includes(way) },
          }),
        ]),
    ...(tags === null ? [] : judgeTags(options.tags ?? '', order.policyTags, tags)),
    ...requiredOf(required?.value ?? [], order).map((field) =>
      found({
        ...{ rule: 'required', line: required?.line ?? null, field, given: field },
        ...{ allowed: [], holds: isSaid(field, options) },
      }),
    ),
  ];
}

/** What an order must say, of what it can say at all. */
export const requiredOf = (
  required: readonly RequiredFields[],
  order: OrderTraits & { readonly channel: string | null },
): readonly OptionField[] =>
  required.flatMap(({ fields, channels }) =>
    isPlace(channels, order.channel) === true ? fields.filter((field) => isApplicable(field, order)) : [],
  );

/** The keys that an order names, of the system disk and of each data disk. */
const keysOf = ({ kmskey, disks = '' }: Draft): readonly (readonly [OptionField, string])[] => [
  ...(kmskey === undefined ? [] : [['kmskey', kmskey] as const]),
  ...parseDisks(disks).flatMap(({ kmsKeyId }) => (kmsKeyId === undefined ? [] : [['disks', kmsKeyId] as const])),
];

/** Who needs something does not get by with the word for none. */
const isSaid = (field: OptionField, { [field]: word }: Draft): boolean => word !== undefined && !saysNone(field, word);

/** @param sent see {@link OrderFacts.policyTags}: without it, what the policy fixes is set when it is bought */
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

/** The fixed tags that an order lacks, as the policy fixed them only after it was asked for. One with another value is refused instead. */
export const fixedBeside = (own: readonly Tag[] | undefined, { tags }: Pick<OptionRules, 'tags'>): readonly Tag[] =>
  (tags?.value.fixed ?? []).filter(({ key }) => own?.some((tag) => tag.key === key) !== true);

/** What the rules about options are asked of. */
export const optionsOf = (draft: Draft): Draft => optionsIn(draft);
