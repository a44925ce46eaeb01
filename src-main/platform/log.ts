import log from 'electron-log/node';

export interface Log {
  info(text: string): void;
  warn(text: string): void;
  error(text: string, cause?: unknown): void;
}

const SECRETS: [RegExp, string][] = [
  [/\bBearer\s+[^\s"']+/gi, 'Bearer …'],
  [/((?:token|password|secret|authorization|api[-_]?key)["']?\s*[:=]\s*["']?)[^\s"',}]+/gi, '$1…'],
  [/(\/intake\/[a-z]+\/)[^\s/"']+/gi, '$1…'],
];

/** Text as it may stand in a log file: tokens, passwords and intake keys are blotted out. */
function withoutSecrets(text: string): string {
  return SECRETS.reduce((clean, [pattern, cover]) => clean.replace(pattern, cover), text);
}

/** `logs/console.log` in the user's data folder, rotated at 2 MB; also on the terminal of an unpackaged console. */
export function createLog(file: string, terminal: boolean): Log {
  log.transports.file.setAppName('Vigie');
  log.transports.file.resolvePathFn = () => file;
  log.transports.file.maxSize = 2 * 1024 * 1024;
  log.transports.file.level = 'info';
  log.transports.console.level = terminal ? 'warn' : false;
  return {
    info: (text) => log.info(withoutSecrets(text)),
    warn: (text) => log.warn(withoutSecrets(text)),
    error: (text, cause) => {
      const detail = cause instanceof Error ? (cause.stack ?? cause.message) : cause === undefined ? '' : String(cause);
      log.error(withoutSecrets(`${text} ${detail}`.trim()));
    },
  };
}
