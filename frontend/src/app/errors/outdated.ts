const RELOADED = 'qm-reloaded-for';

/**
 * A tab that was open while a new version came asks for files that are gone. It loads itself anew,
 * once per missing file; drafts are in session storage and come back.
 */
export function reloadWhenOutdated(): void {
  let reloading = false;
  addEventListener('vite:preloadError', (event) => {
    // without a connection the page would go, and none come
    if (!navigator.onLine) return;
    if (reloading) {
      // a second file of the same page is gone as well
      event.preventDefault();
      return;
    }
    const missing = (event as Event & { payload: Error }).payload.message;
    if (sessionStorage.getItem(RELOADED) === missing) return;
    sessionStorage.setItem(RELOADED, missing);
    reloading = true;
    event.preventDefault();
    location.reload();
  });
}
