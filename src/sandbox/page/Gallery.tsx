import { useEffect, useState } from 'react';
import { api } from './api.ts';
import { ConfirmHost } from './block-kit/Confirm.tsx';
import { DeafBlocks } from './block-kit/surfaces.tsx';
import { type Exhibit, readExhibit } from './gallery.ts';
import { type Names, NamesContext, NOBODY, namesOf } from './names.ts';

/** Everything the bot can show, side by side. */
export function Gallery() {
  const [exhibits, setExhibits] = useState<readonly Exhibit[] | null>(null);
  const [trouble, setTrouble] = useState(false);
  const [wanted, setWanted] = useState('');
  const names = useSandboxNames();
  useEffect(() => {
    api.gallery().then(
      (entries) => setExhibits(entries.map(readExhibit)),
      () => setTrouble(true),
    );
  }, []);
  const shown = (exhibits ?? []).filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <NamesContext value={names}>
      <ConfirmHost>
        <main className="gallery" aria-label="Gallery">
          <header className="gallery-head">
            <h1>Gallery</h1>
            <input
              className="input"
              type="search"
              aria-label="Find by name"
              placeholder="Find by name"
              value={wanted}
              onChange={(event) => setWanted(event.target.value)}
            />
            <span className="gallery-count">{exhibits === null ? '' : `${shown.length} of ${exhibits.length}`}</span>
            <a href="/">Back to the sandbox</a>
          </header>
          {trouble && <p role="alert">The gallery could not be loaded.</p>}
          {exhibits === null && !trouble && <p role="status">Loading…</p>}
          <div className="exhibits">
            {shown.map((exhibit) => (
              <section key={exhibit.name} className="exhibit" aria-label={exhibit.name}>
                <h2>{exhibit.name}</h2>
                <ExhibitFrame exhibit={exhibit} />
              </section>
            ))}
          </div>
        </main>
      </ConfirmHost>
    </NamesContext>
  );
}

/** The people and channels of the sandbox, so that mentions read as they would there; ids until they are known. */
function useSandboxNames(): Names {
  const [names, setNames] = useState(NOBODY);
  useEffect(() => {
    const abort = new AbortController();
    api.state(-1, abort.signal).then(
      (state) => setNames(namesOf(state)),
      () => {}, // the ids are good enough
    );
    return () => abort.abort();
  }, []);
  return names;
}

function ExhibitFrame({ exhibit }: { exhibit: Exhibit }) {
  const blocks = <DeafBlocks blocks={exhibit.blocks} />;
  if (exhibit.kind !== 'modal') return <div className={`framed ${exhibit.kind}`}>{blocks}</div>;
  return (
    <div className="framed modal">
      <div className="modal-head">
        <h3>{exhibit.title}</h3>
      </div>
      <div className="modal-body">{blocks}</div>
      <div className="modal-foot">
        <span className="button">{exhibit.close}</span>
        {exhibit.submit !== null && <span className="button primary">{exhibit.submit}</span>}
      </div>
    </div>
  );
}
