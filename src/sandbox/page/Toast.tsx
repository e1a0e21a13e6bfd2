import { useWords } from './words/words.ts';

/** A sentence of the page itself, such as a lost connection. */
export function Toast({ notice, close }: { notice: string | null; close: () => void }) {
  const { app } = useWords();
  return (
    <div className="toast-place" role="alert">
      {notice !== null && (
        <div className="toast">
          <span>{notice}</span>
          <button type="button" className="toast-close" aria-label={app.dismissNotice} onClick={close}>
            ×
          </button>
        </div>
      )}
    </div>
  );
}
