import { isPageUrl } from './origin.ts';

/** No window, frame or webview of the process ever leaves the console's own origin. */
export function guardContents(app: Electron.App, refused: (what: string, detail: string) => void): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.on('will-navigate', (event) => {
      if (isPageUrl(event.url)) return;
      refused('navigation', event.url.slice(0, 200));
      event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (event.isMainFrame && isPageUrl(event.url)) return;
      refused('frame navigation', event.url.slice(0, 200));
      event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      if (isPageUrl(event.url)) return;
      refused('redirect', event.url.slice(0, 200));
      event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      refused('webview', '');
      event.preventDefault();
    });
    contents.setWindowOpenHandler(({ url }) => {
      refused('window', url.slice(0, 200));
      return { action: 'deny' };
    });
  });
}
