import { useEffect, useRef } from 'react';
import type { Tour } from './useTour.ts';

const ACTS = 'button, a, input, textarea, select, summary, label, [role=option], [role=menuitem], [role=tab]';

/** The tour lets go when a person acts outside its bar; looking and scrolling do not count. */
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

/** The element that would be acted on; null for the background and the tour's bar. */
const isAct = (target: EventTarget | null): Element | null =>
  target instanceof Element && target.closest('.tour') === null ? target.closest(ACTS) : null;
