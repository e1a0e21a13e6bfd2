import { instanceRef } from '../../core/spec/command-arguments.ts';
import { defineCommand, instance } from '../define.ts';
import { orderOf } from './order.ts';
import { fitsTo, SEVERAL, severalTo } from './several.ts';

export const startCommand = defineCommand({
  name: 'start',
  summary: 'start',
  who: 'owner',
  args: { which: instance(instanceRef(SEVERAL)) },
  fits: fitsTo('start'),
  several: severalTo('start'),
  run: (context, { which }) => orderOf(context, 'start', which),
});
