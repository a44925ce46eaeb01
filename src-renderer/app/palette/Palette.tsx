import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { CommandPalette } from '../../ui/CommandPalette.tsx';
import { useServices } from '../services-context.ts';
import { usePaletteGroups } from './use-palette-groups.tsx';

/** Everything a person can do or open, by a few letters of its name. */
export function Palette() {
  const { covers } = useServices();
  return useStore(covers, (state) => state.palette) ? <OpenPalette /> : null;
}

const procedureOf = (key: string) => /^procedure:(.*)$/.exec(key)?.[1];

/** Mounted anew each time: what was focused when it opened is what its commands act on. */
function OpenPalette() {
  const { t } = useTranslation();
  const { covers, runner, router, data, procedures, suggestions } = useServices();
  // Read while the first letters are typed.
  useEffect(() => data.procedureSearch.warm(), [data]);
  const [query, setQuery] = useState('');
  const [context] = useState(runner.context);
  const groups = usePaletteGroups(query, context);
  const close = () => covers.setState({ palette: false });
  const choose = (key: string) => {
    close();
    const incident = /^incident:(.*)$/.exec(key)?.[1];
    const procedure = procedureOf(key);
    if (incident !== undefined) router.history.push(`/incidents/${incident}`);
    else if (procedure !== undefined) router.history.push(`/procedures/${encodeURIComponent(procedure)}`);
    else runner.run(key, context);
  };
  /** For the incident at hand where there is one. */
  const start = (key: string) => {
    const procedure = procedureOf(key);
    const doc = procedure === undefined ? undefined : data.procedures.getSnapshot().rows.get(procedure)?.doc;
    if (procedure === undefined || !doc) return;
    close();
    if (context.incident) void suggestions.actions.open(context.incident.id, procedure);
    else void procedures.actions.start(procedure, doc.revision);
  };
  return (
    <CommandPalette
      label={t('palette.title')}
      placeholder={t('palette.field')}
      nothingFound={t('palette.nothing', { query })}
      query={query}
      onQuery={setQuery}
      groups={groups}
      onChoose={choose}
      onSecond={start}
      onClose={close}
    />
  );
}
