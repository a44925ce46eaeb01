import path from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { TraySummary } from '../../src-shared/contract/ipc.ts';
import type { IncidentId } from '../../src-shared/model/ids.ts';
import type { Instant } from '../../src-shared/time/clock.ts';
import type { Words } from '../notify/wording.ts';

export interface TrayDeps {
  /** Folder of the four state images, each with a `Template` variant for macOS. */
  images: string;
  platform: string;
  name: string;
  words(): Words;
  actions: {
    open(): void;
    openIncident(incident: IncidentId): void;
    acknowledge(incident: IncidentId): void;
    quiet(minutes: number): void;
    quit(): void;
  };
}

export interface TrayIcon {
  /** Puts it into the system's tray, which takes main a while; until then what it is told is kept. */
  appear(): void;
  /** The last summary stays while the page is away. */
  show(summary: TraySummary): void;
  setQuiet(until: Instant | null): void;
  /** Words again, after the language changed. */
  refresh(): void;
}

const CALM: TraySummary = { state: 'calm', tooltip: '', next: [] };

export function createTrayIcon(deps: TrayDeps): TrayIcon {
  const image = (state: TraySummary['state']) =>
    nativeImage.createFromPath(path.join(deps.images, `${state}${deps.platform === 'darwin' ? 'Template' : ''}.png`));
  let summary = CALM;
  let quietUntil: Instant | null = null;
  let tray: Tray | undefined;

  const draw = () => {
    if (!tray) return;
    const words = deps.words();
    tray.setImage(image(summary.state));
    tray.setToolTip(summary.tooltip || deps.name);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        ...summary.next.map((entry) => ({
          label: plain(entry.label),
          click: () => deps.actions.openIncident(entry.incident),
        })),
        ...(summary.next.length === 0 ? [{ label: words.tray.nothing, enabled: false }] : []),
        { type: 'separator' as const },
        ...summary.next
          .filter((entry) => entry.canAcknowledge)
          .map((entry) => ({
            label: plain(words.tray.acknowledge(entry.label)),
            click: () => deps.actions.acknowledge(entry.incident),
          })),
        { label: words.tray.open, click: deps.actions.open },
        quietUntil === null
          ? { label: words.tray.quiet, click: () => deps.actions.quiet(60) }
          : { label: words.tray.quietUntil(words.time(quietUntil)), click: () => deps.actions.quiet(0) },
        { type: 'separator' as const },
        { label: words.tray.quit, click: deps.actions.quit },
      ]),
    );
  };
  return {
    appear() {
      if (tray) return;
      tray = new Tray(image(summary.state));
      tray.on('click', deps.actions.open);
      draw();
    },
    show(next) {
      summary = next;
      draw();
    },
    setQuiet(until) {
      quietUntil = until;
      draw();
    },
    refresh: draw,
  };
}

/** A sender's title is text: an ampersand in it is no keyboard mnemonic. */
function plain(label: string): string {
  return label.replace(/&/g, '&&').slice(0, 120);
}
