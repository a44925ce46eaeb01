import Ellipsis from 'lucide-react/icons/ellipsis';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../data/directory.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { Button } from '../../ui/Button.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { ACTS, type Act, fits } from './acts.ts';
import { useMaintenanceDesk } from './desk.ts';
import styles from './OccurrencePage.module.css';

/** As many stand side by side; the others are one press away. */
const SHOWN = 5;
/** For whatever was found, whatever the state of the occurrence. */
const FOUND: readonly Act[] = ['raise', 'followUp'];

/** What can be done to an occurrence as it stands, what comes next first, or with what was found; each with its key. */
export function ActionBar({
  item,
  directory,
  isFound,
}: {
  item: MaintenanceItem;
  directory: Directory;
  isFound?: boolean;
}) {
  const { t } = useTranslation();
  const runner = useCommandRunner();
  const { info } = useMachine();
  const desk = useMaintenanceDesk();
  const may = directory.may('responder');
  const keysOf = (act: Act) => {
    const keys = runner.find(`occurrence.${act}`)?.keys;
    return keys === undefined ? undefined : displayKeys(keys, info.platform).join(' ');
  };
  const run = (act: string) => {
    desk.focused.setState({ items: [item] });
    runner.run(`occurrence.${act}`, { place: '/maintenance' });
  };
  const { started, completed, blocked } = item.state;
  const words = (act: Act) => {
    if (act === 'start') return t(started ? 'maintenance.toRun' : 'maintenance.begin');
    return t(`maintenance.act.${act === 'block' && blocked ? 'unblock' : act}`);
  };
  const byMe = completed !== undefined && directory.isMe(completed.by);
  const why = (act: Act) => {
    if (act === 'start' && started) return undefined;
    if (!may) return t('maintenance.responderOnly');
    return act === 'sign' && byMe ? t('maintenance.signByOther') : undefined;
  };
  const all = isFound ? FOUND : ACTS.filter((act) => fits(act, item) && !FOUND.includes(act));
  const shown = all.slice(0, SHOWN);
  const more = all.slice(SHOWN);
  const button = (act: Act, isFirst: boolean) => (
    <Button
      key={act}
      variant={isFirst ? 'primary' : 'plain'}
      autoFocus={isFirst}
      keys={keysOf(act)}
      isDisabled={why(act) !== undefined}
      reason={why(act)}
      onPress={() => run(act)}
    >
      {words(act)}
    </Button>
  );
  return (
    <div className={styles.bar} role="toolbar" aria-label={t(isFound ? 'maintenance.found' : 'maintenance.acts')}>
      {shown.map((act, index) => button(act, index === 0 && !isFound))}
      {more.length > 0 && (
        <MenuButton
          label={<Ellipsis size={14} aria-hidden />}
          aria-label={t('maintenance.actions', { title: item.plan.doc.title })}
          items={more.map((act) => ({ id: act, label: words(act), keys: keysOf(act), isDisabled: !may }))}
          onAction={run}
        />
      )}
    </div>
  );
}
