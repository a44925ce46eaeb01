// The fuses of each Electron that we make: bits in its executable that switch features off for good.
// Names are those of @electron/fuses (FuseV1Options); electronjs.org/docs/latest/tutorial/fuses explains each.

/**
 * The fuses of a packaged console: every one is decided here, none is left to Electron's default.
 * @param {NodeJS.Platform} platform
 */
export function releaseFuses(platform) {
  return {
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    // Electron knows nowhere to keep the archive's hash on Linux; there the package manager's own sums stand for it.
    EnableEmbeddedAsarIntegrityValidation: platform !== 'linux',
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    // The page comes from app://console, never from file:.
    GrantFileProtocolExtraPrivileges: false,
    // On, as by default: off only trades speed for a process without V8's signal handlers.
    WasmTrapHandlers: true,
  };
}

/** The fuses that an unpacked Electron needs for development: Playwright attaches through the inspector. */
export const DEVELOPMENT_FUSES = {
  LoadBrowserProcessSpecificV8Snapshot: false,
  EnableNodeCliInspectArguments: true,
};

/**
 * Sets fuses in an Electron executable (on macOS: in its `.app`). One that this Electron is too old to have is left out.
 * @param {{api: typeof import('@electron/fuses'), executable: string, fuses: Record<string, boolean>,
 *   complete?: boolean, resign?: boolean}} options
 *   `complete` throws when a fuse of @electron/fuses or of the executable is not decided;
 *   `resign` renews the ad-hoc signature that macOS on arm64 asks for
 */
export async function setFuses({ api, executable, fuses, complete = false, resign = false }) {
  const { flipFuses, FuseV1Options, FuseVersion, getCurrentFuseWire } = api;
  const known = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));
  const undecided = complete ? known.filter((name) => fuses[name] === undefined) : [];
  if (undecided.length > 0) throw new Error(`scripts/toolchain/fuses.mjs does not decide on ${undecided.join(', ')}`);
  const wire = await getCurrentFuseWire(executable);
  const decided = Object.entries(fuses).map(([name, on]) => [FuseV1Options[name], on]);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: complete,
    resetAdHocDarwinSignature: resign,
    ...Object.fromEntries(decided.filter(([index]) => wire[index] !== undefined)),
  });
}
