import { describe, expect, it } from 'vitest';
import type { Command, CommandContext } from '../../platform/commands.ts';
import { applicationMenu } from './application-menu.ts';
import { createCommandRegistry } from './command-registry.ts';

const context: CommandContext = { place: '/board', via: 'console' };
const aCommand = (over: Partial<Command> & { id: string }): Command => ({ group: 'app', run: () => {}, ...over });

describe('command registry', () => {
  it('runs by name and remembers the latest first', async () => {
    const ran: string[] = [];
    const registry = createCommandRegistry([
      aCommand({ id: 'a', run: () => void ran.push('a') }),
      aCommand({ id: 'b', run: () => void ran.push('b') }),
    ]);
    expect(await registry.run('a', context)).toBe(true);
    expect(await registry.run('b', context)).toBe(true);
    expect(await registry.run('a', context)).toBe(true);
    expect(ran).toEqual(['a', 'b', 'a']);
    expect(registry.recent.getState().ids).toEqual(['a', 'b']);
  });

  it('neither runs nor remembers what is unknown or means nothing here', async () => {
    let ran = 0;
    const registry = createCommandRegistry([
      aCommand({
        id: 'incident.acknowledge',
        available: (at) => at.incident !== undefined,
        run: () => {
          ran += 1;
        },
      }),
    ]);
    expect(await registry.run('incident.acknowledge', context)).toBe(false);
    expect(await registry.run('incident.explode', context)).toBe(false);
    expect(ran).toBe(0);
    expect(registry.recent.getState().ids).toEqual([]);
    expect(registry.available(context)).toEqual([]);
  });

  it('refuses two meanings for one id or one key', () => {
    expect(() => createCommandRegistry([aCommand({ id: 'a' }), aCommand({ id: 'a' })])).toThrow(/named a/);
    expect(() =>
      createCommandRegistry([aCommand({ id: 'a', keys: 'G I' }), aCommand({ id: 'b', keys: 'g i' })]),
    ).toThrow(/share the keys/);
  });

  it('is the application menu, in the words of the language', () => {
    const registry = createCommandRegistry([
      aCommand({ id: 'app.palette', keys: 'Mod+K' }),
      aCommand({ id: 'go.incidents', group: 'go', keys: 'G I', available: () => false }),
    ]);
    const t = ((key: string) => `[${key}]`) as never;
    expect(applicationMenu(registry, context, t)).toEqual({
      groups: [
        {
          label: '[commandGroup.go]',
          items: [{ command: 'go.incidents', label: '[command.go.incidents]', accelerator: undefined, enabled: false }],
        },
        {
          label: '[commandGroup.app]',
          items: [
            {
              command: 'app.palette',
              label: '[command.app.palette]',
              accelerator: 'CommandOrControl+K',
              enabled: true,
            },
          ],
        },
      ],
    });
  });
});
