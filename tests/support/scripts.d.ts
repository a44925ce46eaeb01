// The set-up scripts are plain JavaScript, since they run before there is anything else; this is what tests use of them.
declare module '*/scripts/toolchain/display.mjs' {
  import type { ChildProcess } from 'node:child_process';

  export function endProcess(child: ChildProcess, grace?: number): Promise<void>;

  export function startVirtualDisplay(options?: {
    size?: string;
    bus?: boolean;
    framebuffer?: string;
    env?: NodeJS.ProcessEnv;
  }): Promise<{ env: Record<string, string>; stop: () => Promise<void> }>;
}
