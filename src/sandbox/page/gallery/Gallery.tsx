import { useEffect, useMemo, useState } from 'react';
import { api } from '../api.ts';
import { ConfirmHost } from '../block-kit/Confirm.tsx';
import { DeafBlocks } from '../block-kit/surfaces.tsx';
import { ElsewhereHost } from '../Elsewhere.tsx';
import { type Names, NamesContext, NOBODY, namesOf } from '../names.ts';
import { SCROLLS } from '../scrolls.ts';
import { PAGE_WORDS, WordsContext } from '../words/words.ts';
import { builderLink, TEN, TEN_TITLE, titleOf } from './chosen.ts';
import { type Exhibit, type ExhibitGroup, groupsOf, LANGUAGES, type Language, readExhibit } from './exhibits.ts';

/** More matches than these make nothing easier to find, and take long to draw. */
const FOUND_MAX = 60;

/** Everything the bot can show, by kind. A group is drawn when it is opened, matches of a search at once. */
export function Gallery() {
  const [exhibits, setExhibits] = useState<readonly Exhibit[] | null>(null);
  const [trouble, setTrouble] = useState(false);
  const [wanted, setWanted] = useState('');
  const [language, setLanguage] = useState<Language>('en');
  const names = useSandboxNames();
  useEffect(() => {
    api.gallery().then(
      (entries) => setExhibits(entries.map(readExhibit)),
      () => setTrouble(true),
    );
  }, []);
  const inLanguage = useMemo(
    () => (exhibits ?? []).filter((exhibit) => exhibit.language === language),
    [exhibits, language],
  );
  const words = wanted.trim().toLowerCase();
  const found = inLanguage.filter(({ name }) => name.toLowerCase().includes(words));
  return (
    <WordsContext value={PAGE_WORDS[language]}>
      <NamesContext value={names}>
        <ElsewhereHost>
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
                <LanguageSwitch language={language} onPick={setLanguage} />
                <span className="gallery-count" role="status">
                  {exhibits === null ? '' : `${found.length} of ${inLanguage.length}`}
                </span>
                <a href="/">Back to the sandbox</a>
              </header>
              {trouble && <p role="alert">The gallery could not be loaded.</p>}
              {exhibits === null && !trouble && <p className="gallery-note">Loading…</p>}
              {words === '' ? <All exhibits={inLanguage} language={language} /> : <Found exhibits={found} />}
            </main>
          </ConfirmHost>
        </ElsewhereHost>
      </NamesContext>
    </WordsContext>
  );
}

function LanguageSwitch({ language, onPick }: { language: Language; onPick: (language: Language) => void }) {
  return (
    <fieldset className="gallery-languages" aria-label="Language">
      {Object.entries(LANGUAGES).map(([key, name]) => (
        <button
          key={key}
          type="button"
          className="button"
          aria-pressed={key === language}
          onClick={() => onPick(key as Language)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}

function All({ exhibits, language }: { exhibits: readonly Exhibit[]; language: Language }) {
  const ten = TEN.flatMap((name) => exhibits.filter((exhibit) => exhibit.name === name));
  return (
    <>
      {ten.length > 0 && (
        <section className="gallery-ten" aria-label={TEN_TITLE[language]}>
          <h2>{TEN_TITLE[language]}</h2>
          <Exhibits exhibits={ten} />
        </section>
      )}
      {groupsOf(exhibits).map((group) => (
        <Group key={group.name} group={group} language={language} />
      ))}
    </>
  );
}

function Group({ group: { name, exhibits }, language }: { group: ExhibitGroup; language: Language }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="gallery-group" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {titleOf(name, language)} <span className="gallery-size">{exhibits.length}</span>
      </summary>
      {isOpen && <Exhibits exhibits={exhibits} />}
    </details>
  );
}

function Found({ exhibits }: { exhibits: readonly Exhibit[] }) {
  return (
    <>
      <Exhibits exhibits={exhibits.slice(0, FOUND_MAX)} />
      {exhibits.length > FOUND_MAX && (
        <p className="gallery-note">These are the first {FOUND_MAX}: write more of the name to find fewer.</p>
      )}
    </>
  );
}

const Exhibits = ({ exhibits }: { exhibits: readonly Exhibit[] }) => (
  <div className="exhibits">
    {exhibits.map((exhibit) => (
      <section key={exhibit.name} className="exhibit" aria-label={exhibit.name}>
        <h3 className="exhibit-name">{exhibit.name}</h3>
        <ExhibitFrame exhibit={exhibit} />
        <Source content={exhibit.content} />
      </section>
    ))}
  </div>
);

/** The JSON that the bot sends, to read and to open in Slack's tool. */
function Source({ content }: { content: unknown }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="exhibit-source">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>JSON</summary>
        {isOpen && (
          <pre className="pre" {...SCROLLS}>
            {JSON.stringify(content, null, 2)}
          </pre>
        )}
      </details>
      <a href={builderLink(content)} target="_blank" rel="noopener noreferrer">
        Block Kit Builder
      </a>
    </div>
  );
}

/** The sandbox's people and channels, so that mentions read as in Slack; ids until they are loaded. */
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
