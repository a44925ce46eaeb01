import { useNavigate } from '@tanstack/react-router';
import GitPullRequest from 'lucide-react/icons/git-pull-request';
import { useTranslation } from 'react-i18next';
import { isAuthor } from '../../../src-shared/change/transitions.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import { useDirectory } from '../../data/directory.ts';
import { useLive } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { RowButton } from '../../ui/RowButton.tsx';
import styles from './ApprovalStrip.module.css';
import { useChangeDesk } from './desk.ts';

/** On the board: how many changes wait for an approval that this person could give. Nothing when none does. */
export function ApprovalStrip() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const navigate = useNavigate();
  const directory = useDirectory();
  const { list } = useChangeDesk();
  const proposed = useLive((db) => db.change.where('doc.status').equals('proposed').toArray(), []);
  if (!proposed || directory?.me === undefined || !directory.may('lead')) return null;
  const me = { kind: 'person', id: personId(directory.me) } as const;
  const waiting = proposed
    .filter(({ doc }) => !isAuthor(doc, me))
    .sort((a, b) => a.doc.window.from - b.doc.window.from);
  const [first] = waiting;
  if (!first) return null;
  const show = () => {
    if (waiting.length === 1) return void navigate({ to: '/changes/$id', params: { id: first.id } });
    list.setState({ view: 'approve' });
    void navigate({ to: '/changes' });
  };
  return (
    <section className={styles.strip} aria-label={t('changes.view.approve')}>
      <RowButton columns="16px minmax(0, 1fr)" onPress={show}>
        <GitPullRequest size={14} strokeWidth={1.6} aria-hidden className={styles.icon} />
        <span className={styles.facts}>
          <span className={styles.fact}>{t('changes.waitForMe', { count: waiting.length })}</span>{' '}
          <span className={styles.dim}>
            {t(first.doc.window.from > now ? 'changes.firstOpens' : 'changes.firstOpened', {
              title: first.doc.title,
              when: format.momentOn(first.doc.window.from, now),
            })}
          </span>
        </span>
      </RowButton>
    </section>
  );
}
