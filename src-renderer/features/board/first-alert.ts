/** A server on this machine, which `npm start` began with its data beside the console's own. */
function isLoopback(server: string): boolean {
  const host = URL.parse(server)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

/** Where `npm start` keeps its server's data, as a shell of the platform writes it. */
function dataFolder(platform: string): string {
  if (platform === 'win32') return '"%APPDATA%\\Vigie\\server"';
  if (platform === 'darwin') return '"$HOME/Library/Application Support/Vigie/server"';
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in.
  return '"${XDG_CONFIG_HOME:-$HOME/.config}/Vigie/server"';
}

export interface FirstAlertCommands {
  /** Fires an alert that is made up. */
  test: string;
  /** Makes a key, and the Alertmanager receiver that takes it. */
  wiring: string;
}

/** The commands that bring in a first alert at this server; `key` stands where the person's own key goes. */
export function firstAlertCommands(server: string, platform: string, key: string): FirstAlertCommands {
  const here = isLoopback(server);
  const data = ` --data ${dataFolder(platform)}`;
  const receiver = `receivers:
  - name: vigie
    webhook_configs:
      - url: ${server}/intake/alertmanager/${key}`;
  return {
    test: `npm run -s vigie -- simulate alert${here ? data : ` --url ${server} --key ${key}`}`,
    wiring: `npm run -s vigie -- key create --source alertmanager${here ? data : ''}\n\n${receiver}`,
  };
}
