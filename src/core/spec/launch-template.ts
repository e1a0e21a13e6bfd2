import type { Failure } from '../failure/failure.ts';
import type { Saying } from '../saying.ts';

/** Which launch template of the account a preset starts from. */
export interface TemplateRef {
  readonly by: 'id' | 'name';
  /** The id or name. */
  readonly word: string;
  /** From 1, as the cloud counts them. */
  readonly version: number | 'default' | 'latest';
}

/** One version of a launch template. The cloud changes none: what is new in a template is a new version. */
export interface LaunchTemplate {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** As the API answers it, in its spelling: LaunchTemplateData of DescribeLaunchTemplateVersions. */
  readonly holds: Readonly<Record<string, unknown>>;
}

export type LaunchTemplateSeen =
  | { readonly is: 'there'; readonly template: LaunchTemplate }
  /** There is none of that id or name in the region. */
  | { readonly is: 'noTemplate' }
  /** The template is there and has no such version, or no longer. */
  | { readonly is: 'noVersion' };

export const DEFAULT_VERSION = 'default';
const LATEST_VERSION = 'latest';

/** A version as people write it; null for what is none. */
export function versionOf(word: string): TemplateRef['version'] | null {
  const plain = word
    .trim()
    .toLowerCase()
    .replace(/^v(?=\d)/u, '');
  if (plain === DEFAULT_VERSION || plain === LATEST_VERSION) return plain;
  return /^[1-9]\d{0,8}$/u.test(plain) ? Number(plain) : null;
}

export const isTemplateId = (word: string): boolean => /^lt-[a-z0-9]{1,60}$/iu.test(word);

/** As CreateLaunchTemplate takes it: letters, also Chinese ones, digits, `:`, `_` and `-`. The console takes dots as well. */
export const isTemplateName = (word: string): boolean =>
  /^\p{L}[\p{L}\d:_.-]{1,127}$/u.test(word) && !/^https?:\/\//iu.test(word);

/** An id where it looks like one, else a name. */
export const templateNamed = (word: string): Pick<TemplateRef, 'by' | 'word'> => ({
  by: isTemplateId(word) ? 'id' : 'name',
  word,
});

/** Why a preset cannot be used that starts from a launch template. */
export interface TemplateTrouble {
  readonly template: TemplateRef;
  /** In which it was looked for. */
  readonly region: string;
  readonly why:
    | { readonly is: 'noTemplate' | 'noVersion' }
    /** `failure`: null where no answer came in time. */
    | { readonly is: 'unread'; readonly failure: Failure | null }
    /** Only the cloud knows what it holds, and nobody is asked. */
    | { readonly is: 'offline' }
    /** It holds what no order may. */
    | { readonly is: 'refused'; readonly version: number; readonly sayings: readonly Saying[] };
}

/** From which version a form was filled in. */
export interface TemplateNamed extends Pick<LaunchTemplate, 'name' | 'version'> {
  /** Which version is meant could not be asked just now: this is the one that was meant before. */
  readonly isEarlier?: boolean;
}
