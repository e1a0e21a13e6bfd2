import { useSession } from '../session.ts';
import { languageOf, useWords } from '../words/words.ts';
import { SCENES } from './scenes.ts';
import { useTour } from './useTour.ts';

/** On the first page: starts the whole tour, or one of its scenes. */
export function TourOffer() {
  const { me } = useSession();
  const words = useWords().tour;
  const tour = useTour();
  return (
    <section className="tour-offer" aria-label={words.name}>
      <button type="button" className="button primary" onClick={() => tour.start(0)}>
        ▶ {words.start}
      </button>
      <p>{words.what}</p>
      <ol>
        {SCENES.map((scene, at) => (
          <li key={scene.server}>
            <button type="button" className="scene-chip" onClick={() => tour.start(at)}>
              {at + 1}. {scene.title[languageOf(me.locale)]}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
