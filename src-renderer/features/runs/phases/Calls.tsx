import { useTranslation } from 'react-i18next';
import { byTelephone, callsFor, isStanding, membersOf } from '../../../../src-shared/incident/pages.ts';
import { personId } from '../../../../src-shared/model/ids.ts';
import { actorWithin } from '../../../data/entry-words.ts';
import { useUnconfirmedIncidents } from '../../../data/incident-reads.ts';
import type { PhasesReading } from '../../../data/use-phases.ts';
import { useCommandRunner } from '../../../platform/command-runner.ts';
import { useFormat } from '../../../platform/format.ts';
import { displayKeys } from '../../../platform/keys.ts';
import { useMachine } from '../../../platform/machine.ts';
import { useMinute } from '../../../platform/now.ts';
import { Button } from '../../../ui/Button.tsx';
import { WaitingMark } from '../../../ui/WaitingMark.tsx';
import styles from './IncidentChecklist.module.css';

/** Teams that were called: by whom, who comes, who has not answered. Whoever is called answers here. */
export function Calls({ reading }: { reading: PhasesReading }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const runner = useCommandRunner();
  const { info } = useMachine();
  const { incident, directory } = reading;
  const { id, doc } = incident;
  const undo = useUnconfirmedIncidents().get(id);
  const pages = (doc.pages ?? []).filter((page) => isStanding(page, doc));
  if (pages.length === 0) return null;
  const known = undo?.base?.collection === 'incident' ? undo.base.doc.pages : undefined;
  const isWaiting = (at: number) => undo !== undefined && !known?.some((page) => page.at === at);
  const me = directory.me;
  const mine = me === undefined ? [] : callsFor(doc, personId(me), directory.person(me)?.teams ?? []);
  const keys = runner.find('incident.answer')?.keys;
  const focused = { id, number: doc.number, title: doc.title, priority: doc.priority };
  return (
    <ul className={styles.calls} aria-label={t('phases.calls')}>
      {pages.map((page) => {
        const silent = membersOf(directory.people, page.team).filter(
          (person) => !page.answers.some(({ by }) => by === person.id),
        );
        const telephone = byTelephone(silent, me);
        const names = (ids: readonly string[]) =>
          ids.map((one) => (one === me ? t('incident.youWithin') : (directory.person(one)?.name ?? one))).join(', ');
        const called = t('phases.called', {
          team: directory.team(page.team)?.name ?? page.team,
          by: actorWithin(page.by, { t, directory }),
          when: format.momentOn(page.at, now),
        });
        return (
          <li key={`${page.team}-${page.at}`} className={styles.call} data-mine={mine.includes(page) || undefined}>
            <span className={styles.callText}>
              {called}
              {page.answers.length > 0 &&
                ` · ${t('phases.answered', { names: names(page.answers.map(({ by }) => by)) })}`}
              {isWaiting(page.at)
                ? telephone !== '' && ` · ${t('phases.telephone', { names: telephone })}`
                : silent.length > 0 && ` · ${t('phases.silent', { names: names(silent.map((one) => one.id)) })}`}
            </span>
            {isWaiting(page.at) && <WaitingMark why={t('incident.waiting.paged')}>{t('phases.notSent')}</WaitingMark>}
            {mine.includes(page) && (
              <Button
                size="small"
                variant="primary"
                {...(keys === undefined ? {} : { keys: displayKeys(keys, info.platform).join(' ') })}
                onPress={() => runner.run('incident.answer', { incident: focused })}
              >
                {t('phases.answer')}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
