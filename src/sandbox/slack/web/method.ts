import type { Faults } from '../faults.ts';
import { type Dict, dict, list, parseJson } from '../json.ts';
import type { Tier } from '../rates.ts';
import type { Channel } from '../records.ts';
import type { World } from '../world.ts';

/** A method's answer as JSON; Slack answers 200 whether or not `ok`. */
export type Reply = Dict & { readonly ok: boolean; readonly error?: string };

export const done = (more: Dict = {}): Reply => ({ ok: true, ...more });
export const refuse = (error: string, more: Dict = {}): Reply => ({ ok: false, error, ...more });

/** The answer with Slack's warnings. `messages`: the same in words. */
export function warned(reply: Reply, warnings: readonly string[], messages: readonly string[] = []): Reply {
  if (warnings.length === 0) return reply;
  const before = dict(reply.response_metadata);
  const all = [...list(before.warnings), ...warnings];
  const said = [...list(before.messages), ...messages];
  const metadata = { ...before, ...(said.length > 0 ? { messages: said } : {}), warnings: all };
  return { ...reply, warning: all.join(','), response_metadata: metadata };
}

export interface Method {
  readonly tier: Tier;
  /** The kind of token; `none` if none is needed. Default `bot`. */
  readonly token?: 'app' | 'none';
  /** Any one of these bot scopes is enough; none if empty. */
  readonly scopes: readonly string[];
  run(call: Call): Reply;
}

export interface Call {
  readonly world: World;
  readonly faults: Faults;
  readonly method: string;
  readonly args: Args;
}

/** The arguments from a form, with objects as JSON strings, or from JSON, with real objects. */
export interface Args {
  /** Undefined if absent or empty. */
  text(key: string): string | undefined;
  flag(key: string): boolean;
  /** The object or list; undefined if absent; {@link MALFORMED} if it is not JSON. */
  json(key: string): unknown;
}

export const MALFORMED = Symbol('malformed');

export function makeArgs(raw: Dict): Args {
  const text = (key: string): string | undefined => {
    const value = raw[key];
    if (value === undefined || value === null || value === '') return undefined;
    return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  return {
    text,
    flag: (key) => raw[key] === true || raw[key] === 'true' || raw[key] === '1' || raw[key] === 1,
    json: (key) => {
      const value = raw[key];
      if (value === undefined || value === null || value === '') return undefined;
      if (typeof value !== 'string') return value;
      return parseJson(value) ?? MALFORMED;
    },
  };
}

/** `invalid_arguments` in Slack's words. */
export const missingField = (key: string): Reply =>
  refuse('invalid_arguments', {
    response_metadata: { messages: [`[ERROR] missing required field: ${key}`] },
  });

export const missingScope = (world: World, needed: string): Reply =>
  refuse('missing_scope', { needed, provided: world.granted.join(',') });

export const hasScope = (world: World, scope: string): boolean => world.granted.includes(scope);

/** Only by id; chat.postMessage also takes names and people. */
export const channelOf = (world: World, id: string | undefined): Channel | undefined =>
  id === undefined ? undefined : world.channels.get(id);

/** Whether the bot can see that the channel exists. */
export const isVisible = (world: World, channel: Channel): boolean =>
  !channel.isPrivate || channel.members.has(world.app.botUser);
