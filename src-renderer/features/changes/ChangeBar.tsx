import { useNavigate } from '@tanstack/react-router';
import Ellipsis from 'lucide-react/icons/ellipsis';
import { useTranslation } from 'react-i18next';
import {
  afterMove,
  isAuthor,
  isEditable,
  lacksRollback,
  mayReopen,
  nextGate,
} from '../../../src-shared/change/transitions.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import styles from './Changes.module.css';
import { type SeenFreeze, seenOf, useChangeDesk } from './desk.ts';
import { useStepsLacking } from './use-steps-lacking.ts';

interface Props {
  row: Row<'change'>;
  directory: Directory;
  /** The freeze that holds what comes next. */
  held: SeenFreeze | undefined;
}

/** What comes next for a change, and what could also be done. What cannot be done yet says why. */
export function ChangeBar({ row, directory, held }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { actions, ask } = useChangeDesk();
  const { id, doc } = row;
  const seen = seenOf(row);
  const now = useMinute();
  const may = directory.may('responder');
  const isMine = directory.me !== undefined && isAuthor(doc, { kind: 'person', id: personId(directory.me) });
  const lacking = nextGate(doc);
  const stepsLacking = useStepsLacking(id);
  const isOver = doc.window.to <= now;
  const whyNotPropose = lacksRollback(doc) ? t('changes.why.rollback') : isOver ? t('changes.why.over') : undefined;
  const whyNotApprove = !directory.may('lead') ? t('changes.why.lead') : isMine ? t('changes.why.author') : undefined;
  const viewer = may ? undefined : t('incident.why.viewer');

  const first = () => {
    switch (doc.status) {
      case 'draft':
        return (
          <Button
            variant="primary"
            autoFocus
            isDisabled={!may || whyNotPropose !== undefined}
            reason={viewer ?? whyNotPropose}
            onPress={() =>
              void actions.act('proposed', 'change.propose', seen, (of) =>
                actions.mutate('change.withdraw', { ...seen, of }),
              )
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
              autoFocus
              isDisabled={whyNotApprove !== undefined}
              reason={whyNotApprove}
              onPress={() =>
                void actions.act('approved', 'change.approve', seen, (of) =>
                  actions.mutate('change.takeBackApproval', { ...seen, of }),
                )
              }
            >
              {t('changes.act.approve')}
            </Button>
            {directory.may('lead') && (
              <Button onPress={() => ask({ kind: 'refuse', seen })}>{t('changes.act.refuse')}</Button>
            )}
          </>
        );
      case 'approved':
        return (
          <Button
            variant="primary"
            autoFocus
            isDisabled={!may || held !== undefined}
            reason={viewer ?? (held && t('changes.why.frozen'))}
            onPress={() => ask({ kind: 'start', seen, doc })}
          >
            {t('changes.act.start')}
          </Button>
        );
      case 'inProgress':
        return (
          <>
            <Button
              variant="primary"
              autoFocus
              isDisabled={!may || lacking !== undefined || stepsLacking === undefined}
              reason={viewer ?? (lacking && t('changes.why.gate', { gate: t(`changes.gate.${lacking}`) }))}
              onPress={() =>
                stepsLacking
                  ? ask({ kind: 'complete', seen, lacking: stepsLacking })
                  : void actions.act('done', 'change.complete', seen, (of) =>
                      actions.mutate('change.reopen', { ...seen, of }),
                    )
              }
            >
              {t('changes.act.complete')}
            </Button>
            <Button isDisabled={!may} reason={viewer} onPress={() => ask({ kind: 'extend', seen, doc })}>
              {t('changes.act.extend')}
            </Button>
            <Button isDisabled={!may} reason={viewer} onPress={() => ask({ kind: 'rollBack', seen })}>
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
    ...(afterMove(doc.status, 'reopen') && mayReopen(doc, now) ? ['reopen'] : []),
    ...(doc.status === 'done' && held && directory.may('lead') && !isMine ? ['except'] : []),
    ...(afterMove(doc.status, 'cancel') ? ['cancel'] : []),
  ];
  const withdraw = () =>
    void actions.act('withdrawn', 'change.withdraw', seen, (of) =>
      actions.mutate('change.takeBackWithdrawal', { ...seen, of }),
    );
  const onAction = (action: string) => {
    if (action === 'edit') void navigate({ to: '/changes/$id/edit', params: { id } });
    else if (action === 'withdraw') withdraw();
    else if (action === 'reopen') void actions.act('reopened', 'change.reopen', seen);
    else if (action === 'except' && held) ask({ kind: 'except', seen, freeze: held });
    else ask({ kind: 'cancel', seen });
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
