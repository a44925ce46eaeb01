import { Link } from '@tanstack/react-router';
import Check from 'lucide-react/icons/check';
import Ellipsis from 'lucide-react/icons/ellipsis';
import ExternalLink from 'lucide-react/icons/external-link';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import { useFormat } from '../../platform/format.ts';
import { useMachine } from '../../platform/machine.ts';
import { useTimed } from '../../platform/now.ts';
import { Holder } from '../../ui/Holder.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { RowTitle } from '../../ui/RowTitle.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import { usePostMortemDesk } from './desk.ts';
import styles from './FollowUps.module.css';
import { dueState } from './follow-up-list.ts';
import { dayText } from './use-follow-ups.ts';

interface Props {
  row: Row<'followUp'>;
  directory: Directory;
  /** The server does not have it yet. */
  isWaiting: boolean;
  /** What it came from, where the list is not that of one incident. */
  about?: { path: string; name: string } | undefined;
  /** What marks the row, where rows are marked. */
  mark?: ReactNode;
}

/** One follow-up: done with a press, the rest behind its title and its menu. */
export function FollowUpRow({ row: { id, doc }, directory, isWaiting, about, mark }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { bridge } = useMachine();
  const desk = usePostMortemDesk();
  const { actions } = desk;
  const may = directory.may('responder');
  const isOpen = doc.status === 'open';
  const due = useTimed((now) => dueState(doc, format.zone, now));
  const owner = directory.person(doc.owner)?.name;
  const team = directory.team(doc.team)?.name;
  const day = doc.due === undefined ? '' : dayText(doc.due, format);
  const when = isOpen
    ? day && t(`followUp.due.${due === 'late' ? 'late' : 'on'}`, { day })
    : t(`followUp.status.${doc.status}`);
  const edit = () => desk.ask({ kind: 'edit', id, doc });
  const act = (action: string) => {
    if (action === 'edit') edit();
    else if (action === 'drop') desk.ask({ kind: 'drop', ids: [id] });
    else if (action === 'reopen') void actions.takeUp([id]);
    else if (doc.url) void bridge.call('app.openExternal', { url: doc.url });
  };
  const menu = [...(doc.url ? ['link'] : []), 'edit', ...(isOpen ? ['drop'] : ['reopen'])];
  return (
    <li className={styles.row} data-row={id} data-status={doc.status} data-marked={mark !== undefined || undefined}>
      {mark}
      <IconButton
        label={t(isOpen ? 'followUp.markDone' : 'followUp.markOpen', { title: doc.title })}
        isDisabled={!may}
        icon={
          <span className={styles.check} data-status={doc.status}>
            {doc.status === 'done' && <Check size={11} strokeWidth={3} aria-hidden />}
          </span>
        }
        onPress={() => void (isOpen ? actions.end([id], { status: 'done' }) : actions.takeUp([id]))}
      />
      <div className={styles.what}>
        <RowTitle isStruck={doc.status === 'dropped'} isWhole={mark === undefined} onPress={edit}>
          {doc.title}
        </RowTitle>
        {doc.url && <ExternalLink size={12} aria-hidden className={styles.linked} />}
        {(doc.reason ?? doc.detail) && <p className={styles.detail}>{doc.reason ?? doc.detail}</p>}
        {isWaiting && <WaitingMark why={t('followUp.waitingWhy')}>{t('followUp.waiting')}</WaitingMark>}
      </div>
      {about && (
        <Link to={about.path} className={styles.incident} title={about.name} tabIndex={-1}>
          {about.name}
        </Link>
      )}
      <span className={styles.owner} data-mine={(doc.owner !== undefined && doc.owner === directory.me) || undefined}>
        <Holder name={owner} otherwise={team ?? t('followUp.nobody')} />
      </span>
      <span className={styles.due} data-due={due}>
        {when}
      </span>
      <MenuButton
        size="small"
        variant="quiet"
        label={<Ellipsis size={14} aria-hidden />}
        aria-label={t('followUp.actions', { title: doc.title })}
        items={menu.map((action) => ({
          id: action,
          label: t(`followUp.act.${action}`),
          isDisabled: !may && action !== 'link',
        }))}
        onAction={act}
      />
    </li>
  );
}
