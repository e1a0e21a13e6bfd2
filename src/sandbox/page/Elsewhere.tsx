import { createContext, type ReactNode, useContext, useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useWords } from './words/words.ts';

const ElsewhereContext = createContext<(address: string) => void>(() => {});

/** Shows where an address would lead. The sandbox opens no real site, because its names there are made up. */
export const useElsewhere = () => useContext(ElsewhereContext);

/** The window that tells what a link out of Slack would open. */
export function ElsewhereHost({ children }: { children: ReactNode }) {
  const [address, setAddress] = useState<string | null>(null);
  const { elsewhere, app } = useWords();
  const close = () => setAddress(null);
  return (
    <ElsewhereContext value={setAddress}>
      {children}
      <ModalOverlay className="overlay" isOpen={address !== null} onOpenChange={close} isDismissable>
        <Modal className="modal confirm">
          <Dialog className="dialog">
            <header className="modal-head">
              <Heading slot="title">{elsewhere.title}</Heading>
            </header>
            <div className="modal-body elsewhere">
              <p>{elsewhere.would}</p>
              <p>
                <code>{address}</code>
              </p>
              <p>{elsewhere.why}</p>
            </div>
            <footer className="modal-foot">
              <Button className="button primary" onPress={close}>
                {app.close}
              </Button>
            </footer>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </ElsewhereContext>
  );
}
