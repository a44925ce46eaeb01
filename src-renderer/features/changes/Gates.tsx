import { useTranslation } from 'react-i18next';
import { isOpenChange, lastGate, mayPassGate, nextGate } from '../../../src-shared/change/transitions.ts';
import { GATES } from '../../../src-shared/model/change.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import { actorWords } from '../../data/entry-words.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Changes.module.css';
import { seenOf, useChangeDesk } from './desk.ts';

/** Test, staging, production: who passed which and when, and the one that comes next. */
export function Gates({ row, directory, isHeld }: { row: Row<'change'>; directory: Directory; isHeld: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { actions, ask } = useChangeDesk();
  const { doc } = row;
  const seen = seenOf(row);
  const may = directory.may('responder');
  const next = nextGate(doc);
  const last = lastGate(doc);
  const isOpen = isOpenChange(doc);
  return (
    <ol className={styles.gates} aria-label={t('changes.gates')}>
      {GATES.map((gate) => {
        const passed = doc.gates[gate];
        const isNext = gate === next && isOpen;
        const why = !mayPassGate(doc, gate)
          ? t('changes.why.production')
          : gate === 'production' && isHeld
            ? t('changes.why.frozen')
            : undefined;
        const place = passed ? 'past' : isNext ? 'current' : 'ahead';
        return (
          <li key={gate} data-place={place} aria-current={isNext ? 'step' : undefined}>
            <span className={styles.gateName}>{t(`changes.gate.${gate}`)}</span>
            {passed ? (
              <span className={styles.gateSaid}>
                {t('changes.gatePassed', {
                  by: actorWords(passed.by, { t, directory }),
                  time: format.moment(passed.at, now),
                })}
                {passed.note && <span className={styles.gateNote}>{passed.note}</span>}
              </span>
            ) : (
              <span className={styles.gateSaid}>
                {t(isNext ? 'changes.gateNext' : isOpen ? 'changes.gateAhead' : 'changes.gateNot')}
              </span>
            )}
            {isNext && may && (
              <Button
                size="small"
                isDisabled={why !== undefined}
                reason={why}
                onPress={() => ask({ kind: 'gate', seen, gate })}
              >
                {t('changes.act.pass')}
              </Button>
            )}
            {gate === last && isOpen && may && (
              <Button
                size="small"
                onPress={() =>
                  void actions.act('gateTakenBack', 'change.takeBackGate', { ...seen, gate }, (of) =>
                    actions.mutate('change.passGate', { ...seen, gate, of }),
                  )
                }
              >
                {t('changes.act.takeBack')}
              </Button>
            )}
          </li>
        );
      })}
    </ol>
  );
}
