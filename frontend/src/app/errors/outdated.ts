const RELOADED = 'qm-reloaded-for';

/**
 * A tab that was open while a new version came asks for files that are gone. It loads itself anew,
 * once per missing file; drafts are in session storage and come back.
 */
export function reloadWhenOutdated(): void {
  addEventListener('vite:preloadError', (event) => {
    // without a connection the page would go, and none come
    if (!navigator.onLine) return;
    const missing = (event as Event & { payload: Error }).payload.message;
    if (sessionStorage.getItem(RELOADED) === missing) return;
    sessionStorage.setItem(RELOADED, missing);
    event.preventDefault();
    location.reload();
  });
}
