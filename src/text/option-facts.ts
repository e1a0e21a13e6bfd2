import { optionsOfDraft } from '../core/option/option-draft.ts';
import type { OptionField } from '../core/option/option-fields.ts';
import type { ServerOptions } from '../core/option/options.ts';
import { tagText } from '../core/option/tag.ts';
import { type Charge, PAY_AS_YOU_GO } from '../core/spec/charge.ts';
import { chargeOfDraft } from '../core/spec/charge-draft.ts';
import type { Draft, InstanceSpec } from '../core/spec/spec.ts';
import type { marks } from './en/base/marks.ts';
import type { options } from './en/spec/options.ts';

/** The words of one language. */
interface OptionText {
  readonly options: typeof options;
  readonly marks: typeof marks;
}

/** One option that an order sets beyond the form's own fields. */
export interface OptionFact {
  readonly field: OptionField;
  readonly label: string;
  readonly value: string;
  /** The value’s parts, each a whole tag, disk or group; one for any other option. */
  readonly parts: readonly string[];
  /** What is between the parts. */
  readonly between: string;
}

/** The readable options of a draft. */
export const draftFacts = (draft: Draft, text: OptionText): readonly OptionFact[] => {
  const charge = chargeOfDraft(draft) ?? PAY_AS_YOU_GO;
  const isEncrypted = draft.encrypted === undefined ? undefined : draft.encrypted === 'on';
  const systemDisk = {
    ...{ name: draft.diskname, description: draft.diskabout },
    ...{ encrypted: isEncrypted, kmsKeyId: draft.kmskey },
  };
  const { script } = draft;
  const facts = factsOf({ ...optionsOfDraft(draft, []), charge, systemDisk }, text);
  return script === undefined ? facts : [...facts, factOf('script', text.options.label.script, [script])];
};

/**
 * All options in words, in the order of their weight for a decision. Plain text: people and the policy wrote parts of it.
 *
 * @param noLogin the text for an order without a login; none if absent
 */
export const optionFacts = (spec: InstanceSpec, text: OptionText, noLogin?: string): readonly OptionFact[] =>
  // The billing method tells the term of the auto-renewal.
  factsOf(spec, text, noLogin).filter(({ field }) => field !== 'renewperiod');

type Said = ServerOptions & {
  readonly charge: Charge;
  readonly systemDisk: {
    readonly [K in 'name' | 'description' | 'kmsKeyId']?: string | undefined;
  } & { readonly encrypted?: boolean | undefined };
};

function factsOf(spec: Said, { options: words, marks }: OptionText, noLogin?: string): readonly OptionFact[] {
  const { login, script, tags, dataDisks, deletionProtection, deploymentSet, metadata, charge, systemDisk } = spec;
  const spot = charge.kind === 'spot' ? charge : null;
  const values: readonly (readonly [OptionField, string | readonly string[] | undefined, between?: string])[] = [
    ['purpose', spec.purpose],
    ['login', login === undefined ? noLogin : words.login(login)],
    ['role', spec.ramRole],
    ['script', script && words.script(script.name, script.sha256)],
    ['groups', spec.moreGroupIds, marks.list],
    ['encrypted', systemDisk.encrypted === undefined ? undefined : words.encrypted(systemDisk.encrypted)],
    ['kmskey', systemDisk.kmsKeyId],
    ['disks', dataDisks?.map(words.disk), marks.semicolon],
    ['tags', tags?.map(tagText), marks.comma],
    ['host', spec.hostName],
    ['ip', spec.privateIp],
    ['ipv6', numbered(spec.ipv6AddressCount)],
    ['traffic', spec.internetChargeType && words.traffic[spec.internetChargeType]],
    ['inbound', numbered(spec.internetMaxBandwidthIn)],
    ['protect', deletionProtection === undefined ? undefined : words.protect[deletionProtection ? 'on' : 'off']],
    ['lease', spec.leaseMs === undefined ? undefined : words.lease(spec.leaseMs)],
    ['resourcegroup', spec.resourceGroupId],
    ['deploymentset', deploymentSet && words.group(deploymentSet.id, deploymentSet.group)],
    ['credit', spec.creditSpecification],
    ['hardening', spec.securityEnhancement],
    ['metadata', metadata?.endpoint && words.metadata[metadata.endpoint]],
    ['tokens', metadata?.tokens && words.tokens[metadata.tokens]],
    ['hops', numbered(metadata?.hopLimit)],
    ['spothours', numbered(spot?.hours)],
    ['reclaim', spot?.onReclaim && words.reclaim[spot.onReclaim]],
    ['renewperiod', charge.kind === 'prepaid' && charge.renewsBy ? words.renewsBy(charge.renewsBy) : undefined],
    ['about', spec.description],
    ['diskname', systemDisk.name],
    ['diskabout', systemDisk.description],
  ];
  return values.flatMap(([field, value, between]) =>
    value === undefined
      ? []
      : [factOf(field, words.label[field], typeof value === 'string' ? [value] : value, between)],
  );
}

const factOf = (field: OptionField, label: string, parts: readonly string[], between = ''): OptionFact => ({
  field,
  label,
  parts,
  between,
  value: parts.join(between),
});

/** All options in one row. */
export const optionRow = (spec: InstanceSpec, text: OptionText): string =>
  optionFacts(spec, text)
    .map(({ label, value }) => `${label}${text.marks.colon}${value}`)
    .join(text.marks.semicolon);

const numbered = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));
