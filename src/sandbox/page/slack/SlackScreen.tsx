import { useSession } from '../session.ts';
import { Channel } from './Channel.tsx';
import { Home } from './Home.tsx';
import { Sidebar } from './Sidebar.tsx';
import { Thread } from './Thread.tsx';

export function SlackScreen() {
  const { place, thread } = useSession();
  return (
    <div className={`slack ${thread === null ? '' : 'with-thread'}`}>
      <Sidebar />
      {place.kind === 'home' ? <Home /> : <Channel />}
      {thread !== null && <Thread key={thread.ts} thread={thread} />}
    </div>
  );
}
