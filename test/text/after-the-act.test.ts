import { expect, test } from 'vitest';
import { TEXTS } from '../../src/text/texts.ts';

const POWERS = ['start', 'stop', 'restart', 'release'] as const;
const MODES = ['StopCharging', 'KeepCharging', null] as const;

/** A promise, which is wrong as soon as it has been kept. */
const PROMISES = /\bwill\b|’ll\b|\babout to\b|\bis being\b|将|即将/u;

// Such an answer stands in a window or a conversation while the bot does what it says, and afterwards.
test.each(['en', 'zh'] as const)(
  'what is said of an act that was taken is true when it is done, too (%s)',
  (language) => {
    const { power, selection, lease, attribute, places } = TEXTS[language];
    const said = [
      ...POWERS.flatMap((what) => MODES.map((mode) => power.taken('web-1', what, mode))),
      ...[...POWERS, 'extend' as const, 'set' as const].map((what) => selection.taken(what, 3)),
      lease.taken('web-1', null),
      lease.taken('web-1', 1_764_000_000_000),
      attribute.taken('web-1'),
      places.comes,
    ];
    expect(said.filter((sentence) => PROMISES.test(sentence))).toEqual([]);
  },
);
