import { test } from 'vitest';
import type { Transport } from '../slack/bot.ts';

/** `npm test` tries samples; the project "thorough" of the deep suite runs the same files with nothing left out. */
export const thorough = process.env.THOROUGH === '1';

/** The transports a test is run over. Tests of one transport alone use the socket, so `npm test` tries these over HTTP. */
export const TRANSPORTS: readonly Transport[] = thorough ? ['socket', 'http'] : ['http'];

/** When a bot dies, and from which of its calls on: a sample tries other calls before than after. */
export const DEATHS: readonly (readonly ['before' | 'after', number])[] = [
  ['before', 1],
  ['after', thorough ? 1 : 2],
];

/** Step of a loop over crash points: each `n`th of them, or every one. */
export const eachNth = (n: number): number => (thorough ? 1 : n);

/** How many rounds or seeds are tried: `few`, or all. */
export const upTo = (few: number, all: number): number => (thorough ? all : few);

/** A test that takes seconds, of a promise that shorter ones try too: left out of `npm test`. */
export const thoroughTest = test.skipIf(!thorough);

/** The first `count` of what a test goes through, or all of it. */
export const few = <T>(all: readonly T[], count: number): readonly T[] => (thorough ? all : all.slice(0, count));

/** Every `n`th row of a long table, or all of it. */
export const eachNthOf = <T>(all: readonly T[], n: number): readonly T[] =>
  thorough ? all : all.filter((_, index) => index % n === 0);
