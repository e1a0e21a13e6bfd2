import { useContext } from 'react';
import { useElsewhere } from '../Elsewhere.tsx';
import { SessionContext } from '../session.ts';
import { useWords } from '../words/words.ts';
import { readPermalink } from './permalink.ts';

/** Follows a link to a message of this workspace, and says so when it cannot be opened; of any other it shows where it would lead. */
export function useFollow(): (address: string) => void {
  // The gallery has no session, so no message either.
  const elsewhere = useElsewhere();
  const session = useContext(SessionContext);
  const { channel } = useWords();
  return (address) => {
    const link = readPermalink(address);
    if (link === null || session === null) elsewhere(address);
    else if (!session.jump(link)) session.notify(channel.noSuchMessage);
  };
}
