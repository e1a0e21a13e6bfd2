import { expect, test } from 'vitest';
import { REGIONS } from '../../src/sandbox/ecs/catalogue/regions.ts';
import { initialStock, typeById } from '../../src/sandbox/ecs/catalogue/types.ts';
import { TAKEN_TYPES } from '../../src/sandbox/page/tour/scenes.ts';

test('the tour has somebody take the last of types that the preset’s zone has', () => {
  const hangzhou = REGIONS.find(({ id }) => id === 'cn-hangzhou');
  const [zone] = hangzhou?.zones ?? [];
  for (const id of TAKEN_TYPES) {
    const type = typeById.get(id);
    expect(hangzhou && zone && type && initialStock(hangzhou, zone, type), id).toBeGreaterThan(0);
  }
});
