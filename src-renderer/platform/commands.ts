import type { Priority } from '../../src-shared/model/priority.ts';

/** What commands act on: the focused incident, if any, and the place the person is in. */
export interface CommandContext {
  /** Incident under the cursor of a list, or the one that is open. */
  incident?: { id: string; number?: number; title: string; priority: Priority };
  /** Several at once, named by what shows them; they stand for the one. */
  incidents?: readonly string[];
  /** An alert's record, for what is done to one alert. */
  alert?: string;
  /** Route path: `/board`, `/incidents/…`. */
  place: string;
  via: 'console' | 'tray' | 'toast' | 'link' | 'menu';
}

export type CommandGroup = 'go' | 'incident' | 'procedure' | 'maintenance' | 'change' | 'duty' | 'view' | 'app';

/**
 * Everything a person can do, by name. One registry feeds palette, shortcuts, application menu, tray and help sheet,
 * so that a thing has one wording and one behaviour wherever it is reached from.
 */
export interface Command {
  /** `incident.acknowledge`: stable, also the i18n key `command.incident.acknowledge`. */
  id: string;
  group: CommandGroup;
  /** `A`, `G I` (a sequence), `Mod+K`. Shown as written for the platform. */
  keys?: string;
  /** Beginning of the route paths where it exists, or several: its keys may mean something else in other places. */
  place?: string | readonly string[];
  /** Also works while a text field has the focus. */
  global?: boolean;
  /** Hidden from the palette where it has no meaning; greyed out when it answers a reason key. */
  available?(context: CommandContext): boolean;
  run(context: CommandContext): void | Promise<void>;
}
