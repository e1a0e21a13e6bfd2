import { instanceRef } from '../../core/spec/command-arguments.ts';
import { defineCommand, instance } from '../define.ts';
import { orderOf } from './order.ts';
import { fitsTo, SEVERAL, severalTo } from './several.ts';

export const releaseCommand = defineCommand({
  name: 'release',
  summary: 'release',
  who: 'owner',
  args: { which: instance(instanceRef(SEVERAL)) },
  fits: fitsTo('release'),
  several: severalTo('release'),
  run: (context, { which }) => orderOf(context, 'release', which),
});
