// The set-up scripts are plain JavaScript, since they run before there is anything else; this is what the bench uses.
declare module '*/scripts/setup.mjs' {
  export function setUp(log: (line: string) => void): Promise<{ node: string; electron: string }>;
}

declare module '*/scripts/toolchain/build.mjs' {
  export function ensureBuild(options: {
    root: string;
    node: string;
    log: (line: string) => void;
    quiet?: boolean;
  }): Promise<boolean>;
}

declare module '*/scripts/toolchain/debian.mjs' {
  export function ensureTestPeers(log: (line: string) => void): Promise<void>;
  export function ensureVirtualDisplay(log: (line: string) => void): Promise<void>;
}

declare module '*/scripts/toolchain/run.mjs' {
  export function npm(args: string[], options?: { cwd?: string }): Promise<string>;
}

declare module '*/scripts/toolchain/display.mjs' {
  import type { ChildProcess } from 'node:child_process';

  export function endProcess(child: ChildProcess, grace?: number): Promise<void>;
  export function startVirtualDisplay(options?: {
    size?: string;
    bus?: boolean;
  }): Promise<{ env: Record<string, string>; stop: () => Promise<void> }>;
}
