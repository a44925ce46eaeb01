import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { displayKeys } from '../../platform/keys.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { KeyList } from '../../ui/KeyList.tsx';
import { COMMAND_GROUPS } from '../commands/command-registry.ts';
import { useServices } from '../services-context.ts';

/** The keys that a list takes itself: they move its cursor and its marks, which no command does. */
const LIST_KEYS = [
  { id: 'help.move', keys: 'J K' },
  { id: 'help.openRow', keys: 'Enter' },
  { id: 'help.mark', keys: 'X' },
  { id: 'help.markRange', keys: 'Shift+ArrowDown' },
  { id: 'help.markAll', keys: 'Mod+A' },
  { id: 'help.unmark', keys: 'Escape' },
] as const;

/** Every key there is, from the registry itself: it cannot be out of date. */
export function HelpSheet() {
  const { t } = useTranslation();
  const { covers, registry, machine } = useServices();
  const isOpen = useStore(covers, (state) => state.help);
  if (!isOpen) return null;
  const groups = COMMAND_GROUPS.map((group) => ({
    label: t(`commandGroup.${group}`),
    items: registry
      .all()
      .filter((command) => command.group === group && command.keys !== undefined)
      .map(({ id, keys }) => ({
        id,
        label: t(`command.${id}`),
        keys: displayKeys(keys ?? '', machine.info.platform),
      })),
  }));
  const lists = {
    label: t('help.lists'),
    items: LIST_KEYS.map(({ id, keys }) => ({ id, label: t(id), keys: displayKeys(keys, machine.info.platform) })),
  };
  return (
    <Dialog
      title={t('help.title')}
      closeLabel={t('help.close')}
      onClose={() => covers.setState({ help: false })}
      size="wide"
    >
      <KeyList groups={[...groups.filter((group) => group.items.length > 0), lists]} />
      <p>{t('help.note')}</p>
    </Dialog>
  );
}
