import { useEffect } from 'react';
import { api } from '../api.ts';
import { HomeBlocks } from '../block-kit/surfaces.tsx';
import { BOT_NAME } from '../names.ts';
import { troubleWith } from '../sentences.ts';
import { useSession } from '../session.ts';

/** The bot's App Home. Opening it tells the bot, which then publishes the view. */
export function Home() {
  const { state, me, notify } = useSession();
  const view = state.slack.home[me.id];
  useEffect(() => {
    api.home({ user: me.id }).then((sees) => {
      if (!sees.ok) notify(troubleWith(sees.error));
    });
  }, [me.id, notify]);
  return (
    <main className="channel" aria-label="App Home">
      <header className="channel-head">
        <h2>{BOT_NAME}</h2>
        <span className="app-badge">APP</span>
      </header>
      <div className="home">
        {view ? (
          <HomeBlocks key={view.id} view={view} />
        ) : (
          <p className="gone">{BOT_NAME} has not published a home view for you.</p>
        )}
      </div>
    </main>
  );
}
