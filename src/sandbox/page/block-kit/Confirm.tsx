import { createContext, type ReactNode, useContext, useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Text } from './Text.tsx';

/** Block Kit's confirmation object. */
export interface ConfirmText {
  readonly title: { readonly text: string };
  readonly text: { readonly type: 'plain_text' | 'mrkdwn'; readonly text: string };
  readonly confirm: { readonly text: string };
  readonly deny: { readonly text: string };
  readonly style?: string;
}

type Ask = (confirm: ConfirmText | undefined) => Promise<boolean>;

const AskContext = createContext<Ask>(async () => true);

/** Asks the person first if the element says so; true at once if it does not. */
export const useAsk = () => useContext(AskContext);

interface Question {
  readonly confirm: ConfirmText;
  readonly answer: (yes: boolean) => void;
}

export function ConfirmHost({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const ask: Ask = (confirm) =>
    confirm === undefined
      ? Promise.resolve(true)
      : new Promise((answer) => {
          setQuestion({ confirm, answer });
        });
  const settle = (yes: boolean) => {
    question?.answer(yes);
    setQuestion(null);
  };
  return (
    <AskContext value={ask}>
      {children}
      <ModalOverlay className="overlay" isOpen={question !== null} onOpenChange={() => settle(false)}>
        <Modal className="modal confirm">
          {question && (
            <Dialog role="alertdialog" className="dialog">
              <header className="modal-head">
                <Heading slot="title">{question.confirm.title.text}</Heading>
              </header>
              <div className="modal-body">
                <Text text={question.confirm.text} />
              </div>
              <footer className="modal-foot">
                <Button className="button" onPress={() => settle(false)}>
                  {question.confirm.deny.text}
                </Button>
                <Button
                  className={`button ${question.confirm.style === 'danger' ? 'danger' : 'primary'}`}
                  onPress={() => settle(true)}
                >
                  {question.confirm.confirm.text}
                </Button>
              </footer>
            </Dialog>
          )}
        </Modal>
      </ModalOverlay>
    </AskContext>
  );
}
