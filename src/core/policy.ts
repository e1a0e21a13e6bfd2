import type { ImageChoice, TypeChoice } from './choices.ts';
import { hits } from './pattern.ts';
import type { LimitKey } from './rules.ts';
import type { Draft } from './spec.ts';

/** A setting of the policy file with the line of its key, so that whoever is refused can be told which rule it was. */
export interface Ruled<T> {
  readonly value: T;
  /** From 1. */
  readonly line: number;
}

/** Some people and the places where they may create. */
export interface Grant {
  /** Slack user ids. */
  readonly who: 'everyone' | readonly string[];
  /** Slack channel ids, and `dm` for direct messages. */
  readonly channels: 'any' | readonly string[];
}

/**
 * Who may create what, as the policy file says. null, or a limit that is not there: no such rule, so the bot's own bounds
 * are the only ones. Where there are `families` and `types`, a type is allowed when either list has it.
 */
export interface Policy {
  /** Slack user ids. */
  readonly admins: readonly string[];
  readonly create: Ruled<readonly Grant[]> | null;
  /** Patterns, see pattern.ts; as for the next three. */
  readonly regions: Ruled<readonly string[]> | null;
  readonly families: Ruled<readonly string[]> | null;
  readonly types: Ruled<readonly string[]> | null;
  readonly images: Ruled<readonly string[]> | null;
  readonly limits: Readonly<Partial<Record<LimitKey, Ruled<number>>>>;
  readonly presets: ReadonlyMap<string, Draft>;
}

/** Without a file: everybody may create, within the bot's own bounds. */
export const NO_POLICY: Policy = {
  admins: [],
  create: null,
  regions: null,
  families: null,
  types: null,
  images: null,
  limits: {},
  presets: new Map(),
};

export interface PolicyInForce {
  readonly policy: Policy;
  /** SHA-256 of the file, in hex; null while there is none. */
  readonly hash: string | null;
}

/** The policy at this moment, asked anew at each act: the file may change while the bot runs. */
export interface PolicySource {
  current(): PolicyInForce;
  /** Why the file as it is now is not in force; null when it is. */
  trouble(): string | null;
}

/** A policy that stays what it is. */
export const fixedPolicy = (policy: Policy, hash: string | null = null): PolicySource => ({
  current: () => ({ policy, hash }),
  trouble: () => null,
});

/** Direct messages have ids of their own (`D…`), or are named by the person they are with. */
export const DIRECT = 'dm';
const isDirect = (channel: string): boolean => /^[DUW]/u.test(channel);

/** Whether somebody may create in a channel; null when that depends on the channel, which is not known. */
export function mayCreate({ create }: Policy, user: string, channel: string | null): boolean | null {
  if (create === null) return true;
  const mine = create.value.filter(({ who }) => who === 'everyone' || who.includes(user));
  if (mine.some(({ channels }) => channels === 'any')) return true;
  if (channel === null) return mine.some(({ channels }) => channels.length > 0) ? null : false;
  const place = isDirect(channel) ? DIRECT : channel;
  return mine.some(({ channels }) => channels.includes(place));
}

/** The channels in which somebody may create. */
export function channelsOf({ create }: Policy, user: string): 'any' | readonly string[] {
  const mine = create?.value.filter(({ who }) => who === 'everyone' || who.includes(user)) ?? null;
  if (mine === null || mine.some(({ channels }) => channels === 'any')) return 'any';
  return [...new Set(mine.flatMap(({ channels }) => channels))];
}

export const allowsRegion = ({ regions }: Policy, id: string): boolean =>
  regions === null || regions.value.some((pattern) => hits(pattern, id));

/** The most vCPU is not asked here: that is of the whole request. */
export function allowsType({ families, types }: Policy, { id, family }: Pick<TypeChoice, 'id' | 'family'>): boolean {
  if (families === null && types === null) return true;
  const byFamily = families?.value.some((pattern) => hits(pattern, family)) ?? false;
  return byFamily || (types?.value.some((pattern) => hits(pattern, id)) ?? false);
}

/** What is known of an image; null parts are not. */
export type ImageFacts = Pick<ImageChoice, 'id'> & {
  readonly [Key in 'name' | 'osName' | 'owner']: ImageChoice[Key] | null;
};

/**
 * By its id, or by its name or system where those can be trusted: anybody can share an image with this account under the
 * name of a well-known one. null when that depends on what is not known.
 */
export function allowsImage({ images }: Policy, { id, name, osName, owner }: ImageFacts): boolean | null {
  if (images === null || images.value.some((pattern) => hits(pattern, id))) return true;
  if (owner === 'others' || owner === 'marketplace') return false;
  if (owner === null || name === null || osName === null) return images.value.length === 0 ? false : null;
  return images.value.some((pattern) => hits(pattern, name) || hits(pattern, osName));
}
