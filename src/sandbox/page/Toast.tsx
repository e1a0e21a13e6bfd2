/** A sentence of the page itself, such as a connection that is gone. */
export function Toast({ notice, close }: { notice: string | null; close: () => void }) {
  return (
    <div className="toast-place" role="alert">
      {notice !== null && (
        <div className="toast">
          <span>{notice}</span>
          <button type="button" className="toast-close" aria-label="Dismiss notice" onClick={close}>
            ×
          </button>
        </div>
      )}
    </div>
  );
}
