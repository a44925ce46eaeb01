import type { Matcher } from '../../../src-shared/model/silence.ts';
import { suggestMatchers } from '../../../src-shared/silence/suggest.ts';
import type { Command } from '../../platform/commands.ts';
import type { SilenceDesk } from './desk.ts';

export interface SilenceCommandDeps {
  desk: SilenceDesk;
  mayRespond(): boolean;
  /** Labels of what fires in an incident; of all its alerts where nothing does. */
  labelsOf(incident: string): Promise<Record<string, string>[]>;
  /** Labels of one alert. */
  alertLabels(alert: string): Promise<Record<string, string> | undefined>;
}

export function createSilenceCommands(deps: SilenceCommandDeps): Command[] {
  const { desk } = deps;
  const ask = (matchers: readonly Matcher[]) => desk.ask({ kind: 'new', matchers });
  return [
    {
      id: 'silence.new',
      group: 'incident',
      keys: 'Shift+S',
      available: deps.mayRespond,
      run: () => ask([]),
    },
    {
      id: 'incident.silence',
      group: 'incident',
      keys: 'Z',
      available: (context) => (context.incident !== undefined || context.alert !== undefined) && deps.mayRespond(),
      async run({ incident, alert }) {
        const one = alert === undefined ? undefined : await deps.alertLabels(alert);
        ask(suggestMatchers(one ? [one] : incident ? await deps.labelsOf(incident.id) : []));
      },
    },
    {
      id: 'silence.import',
      group: 'incident',
      available: (context) => context.place === '/silences' && deps.mayRespond(),
      run: () => desk.ask({ kind: 'import' }),
    },
  ];
}
