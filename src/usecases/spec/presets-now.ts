import type { Clock } from '../../core/base/clock.ts';
import { answerWithin } from '../../core/base/deadline.ts';
import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { withTags } from '../../core/option/tags.ts';
import { type PolicySource, rulesOf } from '../../core/policy/policy.ts';
import { NOTHING_KNOWN } from '../../core/spec/choices.ts';
import type {
  LaunchTemplateSeen,
  TemplateNamed,
  TemplateRef,
  TemplateTrouble,
} from '../../core/spec/launch-template.ts';
import type { Presets } from '../../core/spec/presets.ts';
import type { Draft } from '../../core/spec/spec.ts';
import { readDraft } from '../../core/spec/spec-parse.ts';
import { withRegion } from '../../core/spec/zone.ts';
import type { Catalogue } from '../../ecs/catalogue/catalogue.ts';
import { readTemplate } from '../../policy/read-template.ts';

interface PresetDeps {
  readonly policy: PolicySource;
  readonly catalogue: Pick<Catalogue, 'regions' | 'launchTemplates'>;
  readonly defaultRegion: string;
}

/** A preset, merged over its launch template. */
type PresetSeen =
  | { readonly is: 'whole'; readonly draft: Draft; readonly template: TemplateNamed | null }
  | { readonly is: 'troubled'; readonly trouble: TemplateTrouble };

/** A form must open within three seconds of the command. */
const FORM_MS = 1_500;

/**
 * A preset as it is now; null if none has that name. Its launch template is loaded again, so that a new default version counts.
 * If no answer comes in time, the version loaded last is used, and the form says so.
 */
export async function readPreset(
  deps: PresetDeps & { readonly clock: Clock },
  name: string,
  askMs = FORM_MS,
): Promise<PresetSeen | null> {
  const own = rulesOf(deps).presets.get(name);
  const ref = rulesOf(deps).templates.get(name);
  if (own === undefined || ref === undefined) return own === undefined ? null : whole(own);
  const read = async (): Promise<Result<readonly LaunchTemplateSeen[], Failure>> => {
    await deps.catalogue.regions.load();
    return deps.catalogue.launchTemplates.reload(...scopeOf(deps, own, ref));
  };
  const answer = await answerWithin(deps.clock, askMs, read());
  if (answer.ok) return presetOf(deps, own, ref, answer.value[0] ?? { is: 'noTemplate' });
  const scope = scopeOf(deps, own, ref);
  const [seen] = deps.catalogue.launchTemplates.peek(...scope) ?? [];
  if (seen !== undefined) return presetOf(deps, own, ref, seen, true);
  const failure = answer.error === 'late' ? null : answer.error;
  return { is: 'troubled', trouble: { template: ref, region: scope[0], why: { is: 'unread', failure } } };
}

/** The preset by the loaded launch template, without waiting; null also if that is not loaded or cannot be used. */
export function presetNow(deps: PresetDeps, name: string): Draft | null {
  const own = rulesOf(deps).presets.get(name);
  const ref = rulesOf(deps).templates.get(name);
  if (own === undefined || ref === undefined) return own ?? null;
  const [seen] = deps.catalogue.launchTemplates.peek(...scopeOf(deps, own, ref)) ?? [];
  const preset = seen === undefined ? null : presetOf(deps, own, ref, seen);
  return preset?.is === 'whole' ? preset.draft : null;
}

/** The policy's presets; the named one is read anew. */
export async function presetsWith(deps: PresetDeps & { readonly clock: Clock }, name: string | null): Promise<Presets> {
  const { presets: drafts } = rulesOf(deps);
  const key = name?.toLowerCase() ?? '';
  const seen = await readPreset(deps, key);
  if (seen === null) return { drafts };
  return seen.is === 'whole'
    ? { drafts: new Map([...drafts, [key, seen.draft]]), template: seen.template }
    : { drafts, trouble: seen.trouble };
}

const whole = (draft: Draft, template: TemplateNamed | null = null): PresetSeen => ({ is: 'whole', draft, template });

function presetOf(
  deps: PresetDeps,
  own: Draft,
  ref: TemplateRef,
  seen: LaunchTemplateSeen,
  isEarlier = false,
): PresetSeen {
  const region = regionOf(deps, own);
  const troubled = (why: TemplateTrouble['why']): PresetSeen => ({
    is: 'troubled',
    trouble: { template: ref, region, why },
  });
  if (seen.is !== 'there') return troubled({ is: seen.is });
  const { name, version } = seen.template;
  const { draft, wrong } = readTemplate(seen.template, own, rulesOf(deps).userData);
  if (wrong.length > 0) return troubled({ is: 'refused', version, sayings: wrong });
  const tags = withTags(draft.tags, own.tags);
  // A numbered version never changes.
  const named = { name, version, ...(isEarlier && typeof ref.version !== 'number' && { isEarlier }) };
  return whole({ ...draft, ...own, ...(tags === undefined ? {} : { tags }), region }, named);
}

const scopeOf = (deps: PresetDeps, own: Draft, { by, word, version }: TemplateRef) =>
  [regionOf(deps, own), by, word, `${version}`] as const;

/** A template belongs to the preset's region, which may be given by its name. */
function regionOf({ catalogue, defaultRegion }: PresetDeps, own: Draft): string {
  const { region } = withRegion(own);
  if (region === undefined) return defaultRegion;
  const known = readDraft({ region }, { ...NOTHING_KNOWN, regions: catalogue.regions.peek() });
  return known.draft.region ?? region;
}
