import { useEffect, useRef } from 'react';
import type { Tour } from './useTour.ts';

const ACTS = 'button, a, input, textarea, select, summary, label, [role=option], [role=menuitem], [role=tab]';

/** Whatever a person does themselves, outside the tour's own bar, makes the tour let go; to look and to scroll does not. */
export function useTakeOver(tour: Tour): void {
  const latest = useRef(tour);
  latest.current = tour;
  const isOn = tour.now !== null;
  useEffect(() => {
    if (!isOn) return;
    const onPointer = (event: Event) => {
      if (isAct(event.target) !== null) latest.current.letGo();
    };
    const onKey = (event: KeyboardEvent) => {
      const on = isAct(event.target);
      if (event.key === 'Escape' || (on !== null && event.key !== 'Tab' && event.key !== 'Shift'))
        latest.current.letGo();
    };
    document.addEventListener('pointerdown', onPointer, true);
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('pointerdown', onPointer, true);
      document.removeEventListener('keydown', onKey, true);
    };
  }, [isOn]);
}

/** What would be acted on; null for mere ground, and for the bar of the tour. */
const isAct = (target: EventTarget | null): Element | null =>
  target instanceof Element && target.closest('.tour') === null ? target.closest(ACTS) : null;
