import type { Failure } from '../failure/failure.ts';
import type { Saying } from '../saying.ts';

/** The launch template of the account that a preset starts from. */
export interface TemplateRef {
  readonly by: 'id' | 'name';
  /** The id or name. */
  readonly word: string;
  /** From 1, as the cloud counts them. */
  readonly version: number | 'default' | 'latest';
}

/** One version of a launch template. Versions never change: a change of a template is a new version. */
export interface LaunchTemplate {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** In the API's spelling: LaunchTemplateData of DescribeLaunchTemplateVersions. */
  readonly holds: Readonly<Record<string, unknown>>;
}

export type LaunchTemplateSeen =
  | { readonly is: 'there'; readonly template: LaunchTemplate }
  /** The region has no template with this id or name. */
  | { readonly is: 'noTemplate' }
  /** The template exists without this version, or no longer has it. */
  | { readonly is: 'noVersion' };

export const DEFAULT_VERSION = 'default';
const LATEST_VERSION = 'latest';

/** Reads a version as people write it; null for anything else. */
export function versionOf(word: string): TemplateRef['version'] | null {
  const plain = word
    .trim()
    .toLowerCase()
    .replace(/^v(?=\d)/u, '');
  if (plain === DEFAULT_VERSION || plain === LATEST_VERSION) return plain;
  return /^[1-9]\d{0,8}$/u.test(plain) ? Number(plain) : null;
}

export const isTemplateId = (word: string): boolean => /^lt-[a-z0-9]{1,60}$/iu.test(word);

/** The rule of CreateLaunchTemplate: letters, also Chinese ones, digits, `:`, `_` and `-`. The console also accepts dots. */
export const isTemplateName = (word: string): boolean =>
  /^\p{L}[\p{L}\d:_.-]{1,127}$/u.test(word) && !/^https?:\/\//iu.test(word);

export const templateNamed = (word: string): Pick<TemplateRef, 'by' | 'word'> => ({
  by: isTemplateId(word) ? 'id' : 'name',
  word,
});

/** Why a preset that starts from a launch template cannot be used. */
export interface TemplateTrouble {
  readonly template: TemplateRef;
  /** The region of the look-up. */
  readonly region: string;
  readonly why:
    | { readonly is: 'noTemplate' | 'noVersion' }
    /** `failure`: null when no answer came in time. */
    | { readonly is: 'unread'; readonly failure: Failure | null }
    /** Only the cloud knows the content, and it is not asked. */
    | { readonly is: 'offline' }
    /** The template contains something that no order may have. */
    | { readonly is: 'refused'; readonly version: number; readonly sayings: readonly Saying[] };
}

/** The version that a form was filled in from. */
export interface TemplateNamed extends Pick<LaunchTemplate, 'name' | 'version'> {
  /** The cloud could not be asked for the current version; this is the one last known. */
  readonly isEarlier?: boolean;
}
