import { nearest } from '../base/nearest.ts';
import { draftOfOptions, FAMILY } from '../option/option-draft.ts';
import { withTags } from '../option/tags.ts';
import type { Request } from '../request/request.ts';
import { draftOfCharge } from './charge-draft.ts';
import { type ArgumentProblem, parseArguments } from './key-values.ts';
import type { TemplateNamed, TemplateTrouble } from './launch-template.ts';
import type { Draft } from './spec.ts';
import { withRegion } from './zone.ts';

/** `/ecs create last` repeats the caller's last request. No preset may have this name. */
export const LAST = 'last';

/** The presets that a person can start from now. */
export interface Presets {
  readonly drafts: ReadonlyMap<string, Draft>;
  /** For the named preset: the version of its launch template in the draft; `trouble` says why it cannot be used. */
  readonly template?: TemplateNamed | null;
  readonly trouble?: TemplateTrouble;
}

export interface CreateArguments {
  /** The preset that the draft starts from. */
  readonly preset?: string;
  /** The launch template behind the preset. */
  readonly template?: TemplateNamed;
  readonly draft: Draft;
  readonly problems: readonly ArgumentProblem[];
}

/** A first word that is no `key=value` names the preset to start from. */
export const baseName = ([first]: readonly string[]): string | null =>
  first === undefined || first.includes('=') ? null : first;

/**
 * Reads the words after `/ecs create`: a preset or `last`, then key=value. Typed values override those of the preset.
 *
 * @param last the caller's last request; null for none
 */
export function readCreateArguments(words: readonly string[], presets: Presets, last: Request | null): CreateArguments {
  const { drafts, template, trouble } = presets;
  const name = baseName(words);
  const base = name === null ? {} : baseOf(name, drafts, last);
  // Without presets, a lone word is more likely a value without its key.
  if (name === null || (base === null && drafts.size === 0 && name.toLowerCase() !== LAST)) return readWords(words);
  const isLast = name.toLowerCase() === LAST;
  const blocked: readonly ArgumentProblem[] =
    base === null
      ? [notThere(name, drafts)]
      : trouble !== undefined && !isLast
        ? [{ problem: 'template', given: name.toLowerCase(), trouble }]
        : [];
  const usable = blocked.length === 0 ? (base ?? {}) : {};
  const { draft, problems } = readWords(words.slice(1), usable);
  if (blocked.length > 0) return { draft, problems: [...blocked, ...problems] };
  return {
    draft: onTopOf(withRegion(usable), draft),
    problems,
    ...(isLast ? {} : { preset: name.toLowerCase(), ...(template && { template }) }),
  };
}

/** Typed tags are added to those of the base, and numbered data disks already are; everything else is replaced. */
function onTopOf(base: Draft, draft: Draft): Draft {
  const tags = withTags(base.tags, draft.tags);
  return { ...base, ...draft, ...(tags === undefined ? {} : { tags }) };
}

function readWords(words: readonly string[], base: Draft = {}): CreateArguments {
  const { draft, problems } = parseArguments(words, base);
  return { draft: withRegion(draft), problems };
}

function baseOf(name: string, presets: ReadonlyMap<string, Draft>, last: Request | null): Draft | null {
  if (name.toLowerCase() !== LAST) return presets.get(name.toLowerCase()) ?? null;
  return last === null ? null : draftOf(last);
}

function notThere(name: string, presets: ReadonlyMap<string, Draft>): ArgumentProblem {
  if (name.toLowerCase() === LAST) return { problem: 'noLast', given: name };
  const names = [...presets.keys()];
  return { problem: 'unknownPreset', given: name, nearest: nearest(name, [...names, LAST]), names };
}

/** Whether the named starting point is missing, so that the order would differ from what the person means. */
export const lacksBase = ({ problem }: ArgumentProblem): boolean =>
  problem === 'unknownPreset' || problem === 'noLast' || problem === 'template';

/** The words to type for the same request. */
export const draftOf = ({ spec, amount }: Pick<Request, 'spec' | 'amount'>): Draft => ({
  region: spec.region,
  zone: spec.zone,
  type: spec.instanceType,
  image: spec.imageFamily === undefined ? spec.imageId : `${FAMILY}${spec.imageFamily}`,
  vswitch: spec.vSwitchId,
  group: spec.securityGroupId,
  disk: spec.systemDisk.category,
  // Unknown for an adopted instance.
  ...(spec.systemDisk.sizeGiB === 0 ? {} : { size: String(spec.systemDisk.sizeGiB) }),
  bandwidth: String(spec.internetMaxBandwidthOut),
  name: spec.name,
  amount: String(amount),
  ...draftOfOptions(spec),
  ...(spec.systemDisk.name === undefined ? {} : { diskname: spec.systemDisk.name }),
  ...(spec.systemDisk.description === undefined ? {} : { diskabout: spec.systemDisk.description }),
  ...(spec.systemDisk.encrypted === undefined ? {} : { encrypted: 'on' }),
  ...(spec.systemDisk.kmsKeyId === undefined ? {} : { kmskey: spec.systemDisk.kmsKeyId }),
  ...draftOfCharge(spec.charge),
});
