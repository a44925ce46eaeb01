import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Command, CommandContext, CommandGroup } from '../../platform/commands.ts';

export const COMMAND_GROUPS: readonly CommandGroup[] = [
  'incident',
  'procedure',
  'maintenance',
  'change',
  'duty',
  'go',
  'view',
  'app',
];

export interface CommandRegistry {
  all(): readonly Command[];
  find(id: string): Command | undefined;
  /** Those that mean something here and now. */
  available(context: CommandContext): Command[];
  isAvailable(command: Command, context: CommandContext): boolean;
  /** Runs it where it is available and remembers it as recent. Answers false where it is unknown or unavailable. */
  run(id: string, context: CommandContext): Promise<boolean>;
  /** Ids of what was run of late, latest first. */
  recent: StoreApi<{ ids: readonly string[] }>;
}

/** Every path begins with the empty one. */
const placesOf = ({ place = '' }: Command): readonly string[] => (typeof place === 'string' ? [place] : place);

/** Throws when two commands share an id or the same keys in the same places: one key, one meaning. */
export function createCommandRegistry(commands: readonly Command[]): CommandRegistry {
  const byId = new Map<string, Command>();
  const byKeys = new Map<string, string>();
  for (const command of commands) {
    if (byId.has(command.id)) throw new Error(`two commands are named ${command.id}`);
    byId.set(command.id, command);
    if (command.keys === undefined) continue;
    for (const place of placesOf(command)) {
      const keys = `${place} ${command.keys.toLowerCase()}`;
      const other = byKeys.get(keys);
      if (other !== undefined) throw new Error(`${command.id} and ${other} share the keys ${command.keys}`);
      byKeys.set(keys, command.id);
    }
  }
  const recent = createStore<{ ids: readonly string[] }>(() => ({ ids: [] }));
  const isAvailable = (command: Command, context: CommandContext) =>
    placesOf(command).some((place) => context.place.startsWith(place)) && (command.available?.(context) ?? true);

  return {
    all: () => commands,
    find: (id) => byId.get(id),
    available: (context) => commands.filter((command) => isAvailable(command, context)),
    isAvailable,
    recent,
    async run(id, context) {
      const command = byId.get(id);
      if (!command || !isAvailable(command, context)) return false;
      recent.setState(({ ids }) => ({ ids: [id, ...ids.filter((one) => one !== id)].slice(0, 8) }));
      await command.run(context);
      return true;
    },
  };
}
