import { useContext } from 'react';
import { SessionContext } from '../session.ts';
import { useWords } from '../words/words.ts';
import { readPermalink } from './permalink.ts';

/** Follows a link to a message of this workspace, and says so when it cannot be opened. False for any other address. */
export function useFollow(): (address: string) => boolean {
  // The gallery has no session: its links lead out, as those of an example do.
  const session = useContext(SessionContext);
  const { channel } = useWords();
  return (address) => {
    const link = readPermalink(address);
    if (link === null || session === null) return false;
    if (!session.jump(link)) session.notify(channel.noSuchMessage);
    return true;
  };
}
