import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { PAGE_WORDS, tagOf } from '../words/words.ts';
import { SCENES } from './scenes.ts';
import { useTakeOver } from './useTakeOver.ts';
import { type Tour, type TourState, useTour } from './useTour.ts';

/** The strip at the top that tells the tour, also above windows. */
export function TourBar() {
  const tour = useTour();
  useTakeOver(tour);
  const isOn = tour.now !== null;
  useEffect(() => {
    document.documentElement.classList.toggle('touring', isOn);
  }, [isOn]);
  // A window takes focus and clicks from everything outside the top layer.
  return tour.now && createPortal(<Strip tour={tour} now={tour.now} />, document.body);
}

function Strip({ tour, now }: { tour: Tour; now: TourState }) {
  const { language } = now;
  const words = PAGE_WORDS[language].tour;
  const scene = SCENES[now.scene];
  const step = scene?.steps[now.step];
  if (scene === undefined || step === undefined) return null;
  const typed = step.acts.flatMap((act) => (act.act === 'say' ? [`/ecs ${act.text}`] : []))[0];
  const isLast = now.scene === SCENES.length - 1 && now.step === scene.steps.length - 1;
  const line = {
    yours: words.yours,
    busy: words.busy,
    stuck: words.stuck(now.trouble),
    playing: step.says[language],
    shown: step.says[language],
  };
  return (
    <aside
      className={`tour ${now.phase}`}
      aria-label={words.name}
      lang={tagOf(language)}
      data-react-aria-top-layer="true"
    >
      <p className="tour-scene">
        <b>
          {words.scene(now.scene + 1, SCENES.length)} {scene.title[language]}
        </b>
        {typed !== undefined && (
          <code>{typed.replace(/ (name=)?\{\w+\}| type=\{type\}/g, ' …').replace(/( …)+/g, ' …')}</code>
        )}
      </p>
      <p className="tour-line" role="status" aria-busy={now.phase === 'playing'}>
        {now.phase === 'playing' && <span className="spinner" />}
        {line[now.phase]}
      </p>
      <div className="tour-buttons">
        {now.phase === 'yours' || now.phase === 'stuck' || now.phase === 'busy' ? (
          <TourButton primary press={tour.resume} says={words.resume} />
        ) : (
          <TourButton
            primary
            press={tour.next}
            says={isLast ? words.done : words.next}
            waits={now.phase === 'playing'}
          />
        )}
        {!isLast && <TourButton press={tour.skip} says={words.skip} />}
        {!isLast && <TourButton press={tour.end} says={words.end} />}
      </div>
    </aside>
  );
}

interface ButtonProps {
  readonly press: () => void;
  readonly says: string;
  readonly primary?: boolean;
  readonly waits?: boolean;
}

const TourButton = ({ press, says, primary = false, waits = false }: ButtonProps) => (
  <button type="button" className={`button ${primary ? 'primary' : ''}`} disabled={waits} onClick={press}>
    {says}
  </button>
);
