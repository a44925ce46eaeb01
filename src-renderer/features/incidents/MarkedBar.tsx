import { useTranslation } from 'react-i18next';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { Button } from '../../ui/Button.tsx';
import { useIncidentDesk, useMarked } from './desk.ts';
import styles from './MarkedBar.module.css';

const ACTIONS = ['incident.acknowledge', 'incident.assign', 'incident.resolve'] as const;

/** What can be done to the marked incidents; stands at the foot of the list while some are. */
export function MarkedBar() {
  const { t } = useTranslation();
  const desk = useIncidentDesk();
  const marked = useMarked();
  const runner = useCommandRunner();
  if (marked.size === 0) return null;
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('incident.actions')}>
      <span role="status">{t('incidents.selected', { count: marked.size })}</span>
      {ACTIONS.map((id) => {
        const command = runner.find(id);
        const available = command?.available?.({ place: '/incidents', via: 'console' }) ?? true;
        return (
          <Button key={id} size="small" keys={command?.keys} isDisabled={!available} onPress={() => runner.run(id)}>
            {t(`command.${id}`)}
          </Button>
        );
      })}
      <Button size="small" variant="quiet" keys="Escape" onPress={() => desk.mark(new Set())}>
        {t('incidents.unselect')}
      </Button>
    </div>
  );
}
