import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { startProgram } from './processes.ts';

/** One entry of the tray's menu, separators left out. */
interface TrayEntry {
  id: number;
  label: string;
  enabled: boolean;
  checked?: boolean;
  children?: TrayEntry[];
}

const entrySchema: z.ZodType<TrayEntry> = z.lazy(() =>
  z.object({
    id: z.number(),
    label: z.string(),
    enabled: z.boolean(),
    checked: z.boolean().optional(),
    children: z.array(entrySchema).optional(),
  }),
);

/** The newest tray icon of the session, as a desktop's panel sees it. Each call rejects while there is none. */
export interface Tray {
  /** The bus addresses of all icons. */
  items(): Promise<string[]>;
  tooltip(): Promise<string>;
  /** A fingerprint of the icon's pixels. */
  icon(): Promise<string>;
  menu(): Promise<TrayEntry[]>;
  /** Clicks the entry with this very label, at any depth. */
  click(label: string): Promise<void>;
  stop(): Promise<void>;
}

const answerSchema = z.object({ id: z.number(), result: z.unknown().optional(), error: z.string().optional() });

/** Starts the tray host in the session that `env` names. */
export async function startTray(env: NodeJS.ProcessEnv): Promise<Tray> {
  const script = fileURLToPath(new URL('./tray-watcher.py', import.meta.url));
  // The system's Python: python3-dbus and python3-gi are its packages.
  const program = startProgram('/usr/bin/python3', [script], env);
  await program.line(/"event": "ready"/);
  let asked = 0;
  const ask = async (command: string, label?: string): Promise<unknown> => {
    asked += 1;
    const id = asked;
    program.child.stdin?.write(`${JSON.stringify({ id, command, label })}\n`);
    const [line] = await program.line(new RegExp(`^\\{"id": ${id}, .*$`));
    const answer = answerSchema.parse(JSON.parse(line));
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.result;
  };
  return {
    items: async () => z.array(z.string()).parse(await ask('items')),
    tooltip: async () => z.string().parse(await ask('tooltip')),
    icon: async () => z.string().parse(await ask('icon')),
    menu: async () => z.array(entrySchema).parse(await ask('menu')),
    click: async (label) => {
      await ask('click', label);
    },
    stop: () => program.stop(),
  };
}
