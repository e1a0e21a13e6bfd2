import { expect, test, vi } from 'vitest';
import { entriesIn } from '../../src/sandbox/gallery/gallery.ts';
import { checkBlocks, checkView } from '../../src/sandbox/slack/blockkit/check.ts';
import { LIMITS, textLength } from '../../src/slack/kit/blocks.ts';
import { en } from '../../src/text/en.ts';
import { zh } from '../../src/text/zh.ts';

// A file of its own process, because it changes the samples for all that is in it: the gallery once more, with names, tags, disks and the cloud's words as long and as many as they may be.
const longest = vi.hoisted(() => {
  let made = 0;
  /** In letters of which Slack counts five each; each of them another. */
  const long = (start: string, length: number): string => {
    made += 1;
    return `${start}${'&'.repeat(length)}`.slice(0, length - 4) + String(made % 10_000).padStart(4, '0');
  };
  const tags = Array.from({ length: 20 }, () => ({ key: long('key', 128), value: long('value', 128) }));
  const spec = {
    purpose: long('purpose', 300),
    description: long('about', 256),
    ramRole: 'R'.repeat(64),
    tags,
    moreGroupIds: Array.from({ length: 4 }, (_, n) => `sg-2ze0w5r8t1y4u7i3o6p${n}`),
    dataDisks: Array.from({ length: 16 }, (_, n) => ({
      category: 'cloud_essd',
      sizeGiB: 2000 + n,
      name: long('disk', 128),
      description: long('about', 256),
      keep: true,
    })),
  };
  const inflate = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inflate);
    if (typeof value !== 'object' || value === null) return value;
    const isNamed = 'cloudId' in value || 'instanceId' in value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (key === 'spec') return [key, { ...inner, ...spec, name: long('web', 128) }];
        if (key === 'tags') return [key, tags];
        if (key === 'name' && isNamed) return [key, long('web', 128)];
        if (key === 'detail' || key === 'note') return [key, typeof inner === 'string' ? long(inner, 500) : inner];
        return [key, inflate(inner)];
      }),
    );
  };
  /** A module of samples, each of whose samples is inflated. */
  return async (original: () => Promise<object>) =>
    Object.fromEntries(
      Object.entries(await original()).map(([name, made]) => [
        name,
        typeof made === 'function' && /^sample(?!Quote|TermQuote)/u.test(name)
          ? (...args: unknown[]) => inflate(made(...args))
          : made,
      ]),
    );
});
vi.mock('../../src/sandbox/gallery/samples.ts', longest);
vi.mock('../../src/sandbox/gallery/instance/instances.ts', longest);
vi.mock('../../src/sandbox/gallery/request/approval-samples.ts', longest);
vi.mock('../../src/sandbox/gallery/request/notices.ts', longest);

test.each([
  ['English', en],
  ['Chinese', zh],
])('whatever is shown fits Slack, however long and many names, tags, disks and explanations are (%s)', (_, text) => {
  const entries = entriesIn(text);
  expect(entries.length).toBeGreaterThan(1000);
  expect(JSON.stringify(entries)).toContain('&amp;&amp;');
  const wrong = entries.flatMap(([name, shown]) => {
    if (!Array.isArray(shown)) return checkView(shown).map(({ pointer, message }) => `${name}: ${pointer} ${message}`);
    const length = textLength(shown);
    return [
      ...checkBlocks(shown, 'message').map(({ pointer, message }) => `${name}: ${pointer} ${message}`),
      ...(length > LIMITS.blockTextPerMessage ? [`${name}: ${length} characters`] : []),
    ];
  });
  expect(wrong).toEqual([]);
});
