import { useEffect } from 'react';
import { api } from '../api.ts';
import { HomeBlocks } from '../block-kit/surfaces.tsx';
import { BOT_NAME } from '../names.ts';
import { troubleWith } from '../sentences.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

/** The bot's App Home. Opening it tells the bot, which then publishes the view. */
export function Home() {
  const { state, me, notify } = useSession();
  const words = useWords();
  const view = state.slack.home[me.id];
  useEffect(() => {
    api.home({ user: me.id }).then((sees) => {
      if (!sees.ok) notify(troubleWith(words, sees.error));
    });
  }, [me.id, notify, words]);
  return (
    <main className="channel" aria-label={words.sidebar.home}>
      <header className="channel-head">
        <h2>{BOT_NAME}</h2>
        <span className="app-badge">APP</span>
      </header>
      <div className="home">
        {view ? <HomeBlocks key={view.id} view={view} /> : <p className="gone">{words.channel.noHome(BOT_NAME)}</p>}
      </div>
    </main>
  );
}
