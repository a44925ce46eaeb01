import { useState } from 'react';
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

/** Mounted anew each time: what was focused when it opened is what its commands act on. */
function OpenPalette() {
  const { t } = useTranslation();
  const { covers, runner, router } = useServices();
  const [query, setQuery] = useState('');
  const [context] = useState(runner.context);
  const groups = usePaletteGroups(query, context);
  const close = () => covers.setState({ palette: false });
  const choose = (key: string) => {
    close();
    const incident = /^incident:(.*)$/.exec(key)?.[1];
    if (incident !== undefined) router.history.push(`/incidents/${incident}`);
    else runner.run(key, context);
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
      onClose={close}
    />
  );
}
