import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { Channel } from './Channel.tsx';
import { Home } from './Home.tsx';
import { Sidebar } from './Sidebar.tsx';
import { Thread } from './Thread.tsx';

export function SlackScreen() {
  const { place, thread, drawer, setDrawer } = useSession();
  const { sidebar } = useWords();
  return (
    <div className={`slack ${thread === null ? '' : 'with-thread'} ${drawer ? 'with-drawer' : ''}`}>
      <Sidebar />
      {drawer && <button type="button" className="veil" aria-label={sidebar.close} onClick={() => setDrawer(false)} />}
      {place.kind === 'home' ? <Home /> : <Channel />}
      {thread !== null && <Thread key={thread.ts} thread={thread} />}
    </div>
  );
}
