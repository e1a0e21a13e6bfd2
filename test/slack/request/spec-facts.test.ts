import { expect, test } from 'vitest';
import { adoptedOrigin } from '../../../src/core/request/request.ts';
import { sampleRequest } from '../../../src/sandbox/gallery/samples.ts';
import { specFacts } from '../../../src/slack/request/spec-facts.ts';
import { en } from '../../../src/text/en.ts';

test('an adopted instance without bandwidth of its own isn’t said to have no public IP: an elastic one is another’s', () => {
  const asked = sampleRequest(1);
  const without = { ...asked, spec: { ...asked.spec, internetMaxBandwidthOut: 0 } };
  const names = (request: typeof asked) => specFacts(request, en).map(([name]) => name);
  expect(names(without)).toContain(en.card.facts.bandwidth);
  const origin = adoptedOrigin('i-1');
  expect(names({ ...without, origin })).not.toContain(en.card.facts.bandwidth);
  expect(names({ ...asked, origin })).toContain(en.card.facts.bandwidth);
});
