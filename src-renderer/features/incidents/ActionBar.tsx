import Ellipsis from 'lucide-react/icons/ellipsis';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { Button } from '../../ui/Button.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import styles from './ActionBar.module.css';
import { ReportMenu } from './ReportMenu.tsx';
import { type IncidentAction, refusal } from './rights.ts';

/** What comes next stands first; what could also be done is one press away. */
function order(row: Row<'incident'>): { first: IncidentAction[]; more: IncidentAction[] } {
  const rest: IncidentAction[] = ['page', 'statusText', 'link', 'merge'];
  switch (row.doc.status) {
    case 'triggered':
      return { first: ['acknowledge', 'assign', 'priority', 'pause', 'resolve'], more: ['take', 'resume', ...rest] };
    case 'acknowledged':
      return { first: ['resolve', 'assign', 'priority', 'pause'], more: ['unacknowledge', 'take', 'resume', ...rest] };
    case 'resolved':
      return { first: ['close', 'reopen', 'assign'], more: ['priority', ...rest] };
    default:
      return { first: [], more: [] };
  }
}

export function ActionBar({ row, mayRespond }: { row: Row<'incident'>; mayRespond: boolean }) {
  const { t } = useTranslation();
  const runner = useCommandRunner();
  const { info } = useMachine();
  const { first, more } = order(row);
  const incident = { id: row.id, number: row.doc.number, title: row.doc.title, priority: row.doc.priority };
  const why = (action: IncidentAction) => refusal(action, row.doc, mayRespond);
  const keysOf = (id: string) => {
    const keys = runner.find(id)?.keys;
    return keys === undefined ? undefined : displayKeys(keys, info.platform).join(' ');
  };
  // A pause and its end take one another's place.
  const shown = first.map((action) => (action === 'pause' && why('pause') === 'paused' ? 'resume' : action));
  const menu = more.filter((action) => action !== 'resume' && why(action) === undefined);
  const copies = [...(mayRespond ? ['silence'] : []), 'copyLink', 'copyMarkdown'];

  return (
    <div className={styles.bar} role="toolbar" aria-label={t('incident.actions')}>
      {shown.map((action, index) => {
        const reason = why(action);
        return (
          <Button
            key={action}
            variant={
              index === 0 ? (action === 'acknowledge' && row.doc.priority === 'P0' ? 'danger' : 'primary') : 'plain'
            }
            keys={keysOf(`incident.${action}`)}
            isDisabled={reason !== undefined}
            reason={reason && t(`incident.why.${reason}`)}
            onPress={() => runner.run(`incident.${action}`, { incident })}
          >
            {t(`incident.act.${action}`)}
          </Button>
        );
      })}
      <MenuButton
        label={<Ellipsis size={14} aria-hidden />}
        aria-label={t('incident.more')}
        items={[...menu, ...copies].map((action) => ({
          id: action,
          label: t(`command.incident.${action}`),
          keys: keysOf(`incident.${action}`),
        }))}
        onAction={(action) => runner.run(`incident.${action}`, { incident })}
      />
      <ReportMenu incident={row.id} number={row.doc.number} />
    </div>
  );
}
