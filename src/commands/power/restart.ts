import { instanceRef } from '../../core/spec/command-arguments.ts';
import { defineCommand, instance } from '../define.ts';
import { orderOf } from './order.ts';
import { fitsTo, SEVERAL, severalTo } from './several.ts';

export const restartCommand = defineCommand({
  name: 'restart',
  summary: 'restart',
  who: 'owner',
  args: { which: instance(instanceRef(SEVERAL)) },
  fits: fitsTo('restart'),
  several: severalTo('restart'),
  run: (context, { which }) => orderOf(context, 'restart', which),
});
