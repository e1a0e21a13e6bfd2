import { instanceRef } from '../../core/spec/command-arguments.ts';
import { defineCommand, instance } from '../define.ts';
import { orderOf } from './order.ts';
import { fitsTo, SEVERAL, severalTo } from './several.ts';

export const stopCommand = defineCommand({
  name: 'stop',
  summary: 'stop',
  who: 'owner',
  args: { which: instance(instanceRef(SEVERAL)) },
  fits: fitsTo('stop'),
  several: severalTo('stop'),
  run: (context, { which }) => orderOf(context, 'stop', which),
});
