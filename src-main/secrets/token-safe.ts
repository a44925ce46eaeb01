/** Seals the sign-in token with the machine's keyring. */
export interface TokenSafe {
  /** Whether a real keyring stands behind it. */
  readonly durable: boolean;
  /** What the system calls it: `gnome_libsecret`, `basic_text`, `system` where there is but one. */
  readonly backend: string;
  seal(token: string): string;
  /** `undefined` when another user or machine sealed it. */
  open(sealed: string): string | undefined;
}

type Keyring = Pick<
  Electron.SafeStorage,
  'getSelectedStorageBackend' | 'isEncryptionAvailable' | 'encryptString' | 'decryptString'
>;

/**
 * After `ready`. On Linux without a keyring Chromium "encrypts" with a password that is in its source: that counts as
 * no safe at all, and the token then lives in memory only.
 */
export function createTokenSafe(storage: Keyring, platform: string): TokenSafe {
  const backend = platform === 'linux' ? storage.getSelectedStorageBackend() : 'system';
  const durable = backend !== 'basic_text' && backend !== 'unknown' && storage.isEncryptionAvailable();
  return {
    durable,
    backend,
    seal: (token) => storage.encryptString(token).toString('base64'),
    open(sealed) {
      if (!durable) return undefined;
      try {
        return storage.decryptString(Buffer.from(sealed, 'base64'));
      } catch {
        return undefined;
      }
    },
  };
}
