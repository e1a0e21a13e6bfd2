import { useContext } from 'react';
import { useElsewhere } from '../Elsewhere.tsx';
import { SessionContext } from '../session.ts';
import { useWords } from '../words/words.ts';
import { readPermalink } from './permalink.ts';

/** Opens a link to a message of this workspace, or says that it cannot; for any other link it shows the address. */
export function useFollow(): (address: string) => void {
  // The gallery has no session, and so no message.
  const elsewhere = useElsewhere();
  const session = useContext(SessionContext);
  const { channel } = useWords();
  return (address) => {
    const link = readPermalink(address);
    if (link === null || session === null) elsewhere(address);
    else if (!session.jump(link)) session.notify(channel.noSuchMessage);
  };
}
