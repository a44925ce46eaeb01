import type { TFunction } from 'i18next';
import type { CallArgs } from '../../../src-shared/contract/ipc.ts';
import type { CommandContext } from '../../platform/commands.ts';
import { accelerator } from '../../platform/keys.ts';
import { COMMAND_GROUPS, type CommandRegistry } from './command-registry.ts';

/** The registry as main needs it for the application menu: same wording, same keys, same availability. */
export function applicationMenu(
  registry: CommandRegistry,
  context: CommandContext,
  t: TFunction,
): CallArgs<'app.setMenu'> {
  const groups = COMMAND_GROUPS.map((group) => ({
    label: t(`commandGroup.${group}`),
    items: registry
      .all()
      .filter((command) => command.group === group)
      .map((command) => ({
        command: command.id,
        label: t(`command.${command.id}`),
        accelerator: accelerator(command.keys),
        enabled: registry.isAvailable(command, context),
      })),
  }));
  return { groups: groups.filter((group) => group.items.length > 0) };
}
