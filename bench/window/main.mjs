// The empty window that the console is compared with: same Electron, same flags, React and nothing else.
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';

if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
// Not awaited: Electron is ready only when this module has been read.
app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1280,
    height: 832,
    show: true,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  return window.loadFile(join(import.meta.dirname, 'page', 'index.html'));
});
