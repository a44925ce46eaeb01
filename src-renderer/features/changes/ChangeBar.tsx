import { useNavigate } from '@tanstack/react-router';
import Ellipsis from 'lucide-react/icons/ellipsis';
import { useTranslation } from 'react-i18next';
import { afterMove, isAuthor, isEditable, nextGate } from '../../../src-shared/change/transitions.ts';
import { changeId } from '../../../src-shared/model/change.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import { Button } from '../../ui/Button.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import styles from './Changes.module.css';
import { useChangeDesk } from './desk.ts';

/** What comes next for a change, and what could also be done. What cannot be done yet says why. */
export function ChangeBar({ row, directory, isHeld }: { row: Row<'change'>; directory: Directory; isHeld: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { actions, ask } = useChangeDesk();
  const { id: raw, doc } = row;
  const id = changeId(raw);
  const may = directory.may('responder');
  const isMine = directory.me !== undefined && isAuthor(doc, { kind: 'person', id: personId(directory.me) });
  const lacking = nextGate(doc);
  const whyNotApprove = !directory.may('lead') ? t('changes.why.lead') : isMine ? t('changes.why.author') : undefined;
  const viewer = may ? undefined : t('incident.why.viewer');

  const first = () => {
    switch (doc.status) {
      case 'draft':
        return (
          <Button
            variant="primary"
            isDisabled={!may}
            reason={viewer}
            onPress={() =>
              void actions.act('proposed', 'change.propose', { id }, () => actions.mutate('change.withdraw', { id }))
            }
          >
            {t('changes.act.propose')}
          </Button>
        );
      case 'proposed':
        return (
          <>
            <Button
              variant="primary"
              isDisabled={whyNotApprove !== undefined}
              reason={whyNotApprove}
              onPress={() => void actions.act('approved', 'change.approve', { id, revision: doc.revision })}
            >
              {t('changes.act.approve')}
            </Button>
            {directory.may('lead') && (
              <Button onPress={() => ask({ kind: 'refuse', id })}>{t('changes.act.refuse')}</Button>
            )}
          </>
        );
      case 'approved':
        return (
          <Button
            variant="primary"
            isDisabled={!may || isHeld}
            reason={viewer ?? (isHeld ? t('changes.why.frozen') : undefined)}
            onPress={() => ask({ kind: 'start', id, doc })}
          >
            {t('changes.act.start')}
          </Button>
        );
      case 'inProgress':
        return (
          <>
            <Button
              variant="primary"
              isDisabled={!may || lacking !== undefined}
              reason={viewer ?? (lacking && t('changes.why.gate', { gate: t(`changes.gate.${lacking}`) }))}
              onPress={() =>
                void actions.act('done', 'change.complete', { id }, () => actions.mutate('change.reopen', { id }))
              }
            >
              {t('changes.act.complete')}
            </Button>
            <Button isDisabled={!may} reason={viewer} onPress={() => ask({ kind: 'rollBack', id })}>
              {t('changes.act.rollBack')}
            </Button>
          </>
        );
      default:
        return null;
    }
  };
  const more = [
    ...(isEditable(doc) ? ['edit'] : []),
    ...(afterMove(doc.status, 'withdraw') ? ['withdraw'] : []),
    ...(afterMove(doc.status, 'reopen') ? ['reopen'] : []),
    ...(afterMove(doc.status, 'cancel') ? ['cancel'] : []),
  ];
  const onAction = (action: string) => {
    if (action === 'edit') void navigate({ to: '/changes/$id/edit', params: { id } });
    else if (action === 'withdraw') void actions.act('withdrawn', 'change.withdraw', { id });
    else if (action === 'reopen') void actions.act('reopened', 'change.reopen', { id });
    else ask({ kind: 'cancel', id });
  };
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('changes.actions')}>
      {first()}
      {may && more.length > 0 && (
        <MenuButton
          label={<Ellipsis size={14} aria-hidden />}
          aria-label={t('changes.more')}
          items={more.map((action) => ({ id: action, label: t(`changes.act.${action}`) }))}
          onAction={onAction}
        />
      )}
    </div>
  );
}
