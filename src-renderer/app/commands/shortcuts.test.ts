import { describe, expect, it } from 'vitest';
import type { Command } from '../../platform/commands.ts';
import { createCommandRegistry } from './command-registry.ts';
import { createShortcuts, type Press } from './shortcuts.ts';

const press = (key: string, over: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  repeat: false,
  isComposing: false,
  defaultPrevented: false,
  target: null,
  ...over,
});

function setUp(options: { writing?: boolean; acknowledgeable?: boolean; own?: string } = {}) {
  const { writing = false, acknowledgeable = true, own } = options;
  const command = (id: string, keys: string, over: Partial<Command> = {}): Command => ({
    id,
    group: 'app',
    keys,
    run: () => {},
    ...over,
  });
  const registry = createCommandRegistry([
    command('go.board', 'G B'),
    command('go.incidents', 'G I'),
    command('incident.acknowledge', 'A', { available: () => acknowledgeable }),
    command('incident.note', 'B'),
    command('app.palette', 'Mod+K', { global: true }),
    command('incident.new', 'C'),
    command('change.new', 'C', { place: '/board' }),
    command('procedure.new', 'C', { place: '/procedures' }),
  ]);
  const ran: string[] = [];
  let expire = () => {};
  const shortcuts = createShortcuts({
    registry,
    platform: 'linux',
    scheduler: {
      after(_delay, run) {
        expire = run;
        return { cancel: () => {} };
      },
    },
    context: () => ({ place: '/board', via: 'console' }),
    takesLetters: () => writing,
    isOwnKey: (_target, key) => key === own,
    run: (id) => ran.push(id),
  });
  return { ran, press: (one: Press) => shortcuts.press(one), expire: () => expire() };
}

describe('shortcuts', () => {
  it('mean in a place what it means by them, before what they mean everywhere', () => {
    const { ran, press: send } = setUp();
    send(press('c'));
    expect(ran).toEqual(['change.new']);
  });

  it('run single keys and sequences', () => {
    const { ran, press: send } = setUp();
    expect(send(press('a'))).toBe(true);
    expect(send(press('g'))).toBe(true);
    expect(send(press('i'))).toBe(true);
    expect(ran).toEqual(['incident.acknowledge', 'go.incidents']);
  });

  it('prefer the sequence that was begun, and forget it when it takes too long', () => {
    const { ran, press: send, expire } = setUp();
    send(press('g'));
    send(press('b'));
    expect(ran).toEqual(['go.board']);
    send(press('g'));
    expire();
    send(press('b'));
    expect(ran).toEqual(['go.board', 'incident.note']);
  });

  it('leave a key to the list around the focus that takes it for itself', () => {
    const { ran, press: send } = setUp({ own: 'a' });
    expect(send(press('a'))).toBe(false);
    expect(ran).toEqual([]);
  });

  it('end a sequence with a key that a list takes for itself, and keep chords', () => {
    const { ran, press: send } = setUp({ own: 'b' });
    send(press('g'));
    expect(send(press('b'))).toBe(true);
    const palette = setUp({ own: 'k' });
    palette.press(press('k', { ctrlKey: true }));
    expect([...ran, ...palette.ran]).toEqual(['go.board', 'app.palette']);
  });

  it('start afresh with a key that does not continue the sequence', () => {
    const { ran, press: send } = setUp();
    send(press('g'));
    send(press('a'));
    expect(ran).toEqual(['incident.acknowledge']);
  });

  it('leave text fields alone but for what is global', () => {
    const { ran, press: send } = setUp({ writing: true });
    expect(send(press('a'))).toBe(false);
    expect(send(press('g'))).toBe(false);
    expect(send(press('k', { ctrlKey: true }))).toBe(true);
    expect(ran).toEqual(['app.palette']);
  });

  it('take nothing that means nothing here', () => {
    const { ran, press: send } = setUp({ acknowledgeable: false });
    expect(send(press('a'))).toBe(false);
    expect(ran).toEqual([]);
  });

  it('run once while a key is held down, and not while a letter is composed', () => {
    const { ran, press: send } = setUp();
    send(press('a'));
    send(press('a', { repeat: true }));
    expect(send(press('a', { isComposing: true }))).toBe(false);
    expect(send(press('Dead'))).toBe(false);
    expect(ran).toEqual(['incident.acknowledge']);
  });
});
