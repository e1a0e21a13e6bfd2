import type { Power } from '../../core/power/power.ts';
import { instanceRef } from '../../core/spec/command-arguments.ts';
import { type Command, defineCommand, instance } from '../define.ts';
import { orderOf } from './order.ts';
import { fitsTo, SEVERAL, severalTo } from './several.ts';

/** Starts, stops, restarts or releases instances. */
export const powerCommand = (what: Power): Command =>
  defineCommand({
    name: what,
    who: 'owner',
    args: { which: instance(instanceRef(SEVERAL)) },
    fits: fitsTo(what),
    several: severalTo(what),
    run: (context, { which }) => orderOf(context, what, which),
  });
