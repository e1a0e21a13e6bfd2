import { networksIn } from '../core/policy/networks.ts';
import type { OptionRules } from '../core/policy/option-rules.ts';
import { maxAmountOf } from '../core/policy/person-limits.ts';
import { isPlace } from '../core/policy/places.ts';
import type { Policy } from '../core/policy/policy.ts';
import { type Draft, FIELDS } from '../core/spec/spec.ts';
import type { Text } from './en.ts';

/** A rule of the policy in words, as plain text. */
export interface RuleInWords {
  readonly title: string;
  readonly is: string;
  /** The lines below the title; `is` is then empty. */
  readonly list?: readonly string[];
}

/** The most networks, tags and the like that are named. */
const NAMED = 12;

/**
 * What may be ordered under a policy, and what the policy fills in. Other texts tell who may order, where, with whose approval
 * and for how much.
 *
 * @param channel of the order; null for any
 */
export function policyRules(policy: Policy, channel: string | null, words: Text): readonly RuleInWords[] {
  const { policy: text } = words;
  const { regions, families, types, images, limits } = policy;
  const ofTypes = families === null && types === null ? null : [...(families?.value ?? []), ...(types?.value ?? [])];
  return [
    ...(regions === null ? [] : [{ title: text.ruleTitle.regions, is: text.listed(regions.value) }]),
    ...(ofTypes === null ? [] : [{ title: text.ruleTitle.types, is: text.listed(ofTypes) }]),
    ...(images === null ? [] : [{ title: text.ruleTitle.images, is: text.listed(images.value) }]),
    ...networkRules(policy, channel, text),
    { title: text.ruleTitle.maxAmount, is: text.atMost(maxAmountOf(policy)) },
    ...(['maxVCpu', 'maxBandwidthOut', 'maxDiskGiB'] as const).flatMap((key) => {
      const limit = limits[key];
      return limit === undefined ? [] : [{ title: text.ruleTitle[key], is: text.atMost(limit.value) }];
    }),
    ...(policy.partial === 'refuse' ? [{ title: text.ruleTitle.partial, is: text.buysNone }] : []),
    ...optionRules(policy, channel, words),
  ];
}

function networkRules(policy: Policy, channel: string | null, text: Text['policy']): readonly RuleInWords[] {
  const networks = networksIn(policy.networks, channel);
  if (networks === null) return [];
  const named = networks
    .slice(0, NAMED)
    .map(({ name, region, isUsual, about }) => text.networkIs(name, region, isUsual, about));
  const title = text.ruleTitle.networks;
  if (networks.length === 0) return [{ title, is: text.noNetworkHere }];
  const more = networks.length - named.length;
  return [{ title, is: '', list: [...named, ...(more === 0 ? [] : [text.moreNetworks(more)])] }];
}

function optionRules(policy: Policy, channel: string | null, { policy: text, options }: Text): readonly RuleInWords[] {
  const { roles, kmsKeys, login, tags, defaults, required } = policy.options;
  const scripts = [...policy.userData.keys()];
  const filled = draftText(defaults);
  const wanted = requiredFields(required, channel).map((field) => options.label[field]);
  const { title } = text.optionRule;
  return [
    ...(login === null ? [] : [{ title: options.label.login, is: text.optionRule.login(login.value) }]),
    ...(tags === null ? [] : [{ title: options.label.tags, is: text.optionRule.tags(tags.value) }]),
    ...(scripts.length === 0 ? [] : [{ title: title.scripts, is: text.listed(scripts) }]),
    ...(roles === null
      ? []
      : [{ title: title.roles, is: roles.value.length === 0 ? text.optionRule.none : text.listed(roles.value) }]),
    ...(kmsKeys === null ? [] : [{ title: title.kmsKeys, is: text.listed(kmsKeys.value) }]),
    ...(filled === '' ? [] : [{ title: title.defaults, is: filled }]),
    ...(wanted.length === 0 ? [] : [{ title: title.required, is: text.listed(wanted) }]),
  ];
}

const requiredFields = (required: OptionRules['required'], channel: string | null) => [
  ...new Set(
    (required?.value ?? [])
      .filter(({ channels }) => channel === null || isPlace(channels, channel) === true)
      .flatMap(({ fields }) => fields),
  ),
];

/** A draft as a person would type it. */
export const draftText = (draft: Draft): string =>
  FIELDS.flatMap((field) => (draft[field] === undefined ? [] : [`${field}=${draft[field]}`])).join(' ');
