import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Revision } from '../../../../src-shared/model/procedure.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import { type Directory, useDirectory } from '../../../data/directory.ts';
import { actorWords } from '../../../data/entry-words.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { usePageHeading } from '../../../platform/page-heading.ts';
import { Button } from '../../../ui/Button.tsx';
import { Select } from '../../../ui/Select.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { TextDiff } from '../../../ui/TextDiff.tsx';
import { useProcedureDesk } from './desk.ts';
import styles from './HistoryPage.module.css';
import { NoProcedure } from './ProcedurePage.tsx';
import { procedurePath } from './place.ts';
import { RevisionList } from './RevisionList.tsx';
import { writerOf } from './rights.ts';
import { useRevisions, useShownProcedure } from './use-procedure-page.ts';

/** The texts that a procedure has had, and what differs between any two. */
export function HistoryPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const shown = useShownProcedure(id);
  const revisions = useRevisions(id);
  const directory = useDirectory();
  usePageHeading({
    title: t('procedurePage.history.title'),
    parent: { label: shown?.row.doc.title ?? t('procedurePage.place'), path: procedurePath(id) },
  });
  if (shown === undefined || !revisions || !directory) {
    return <Skeleton lines={12} label={t('procedurePage.history.loading')} />;
  }
  if (shown === null) return <NoProcedure />;
  return <History key={id} row={shown.row} revisions={revisions} directory={directory} />;
}

interface Props {
  row: Row<'procedure'>;
  revisions: readonly { id: string; doc: Revision }[];
  directory: Directory;
}

function History({ row, revisions, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const navigate = useNavigate();
  const { actions } = useProcedureDesk();
  const [chosen, setChosen] = useState<number>();
  const [against, setAgainst] = useState<number>();
  const after = revisions.find(({ doc }) => doc.number === chosen) ?? revisions[0];
  const number = after?.doc.number ?? 0;
  const before =
    revisions.find(({ doc }) => doc.number === against && against !== number) ??
    revisions.find(({ doc }) => doc.number < number);
  const mayWrite = directory.may(writerOf(row.doc.kind));
  const inForce = revisions.find(({ doc }) => doc.number === row.doc.revision);
  const isNewest = number === row.doc.revision;
  const bringBack = async () => {
    if (!after || !inForce) return;
    const note = t('procedurePage.history.broughtBackNote', { number });
    if (await actions.bringBack(row.id, after.doc, inForce.doc, note)) void navigate({ to: procedurePath(row.id) });
  };
  const whyNot = () => {
    if (isNewest) return t('procedurePage.history.isNewest');
    if (!mayWrite) return t('procedurePage.why.writer', { role: t(`role.${writerOf(row.doc.kind)}`) });
    return t('procedurePage.noText');
  };
  const describe = (doc: Revision) =>
    `${t('procedurePage.revisionNumber', { number: doc.number })} · ${format.moment(doc.at, now)} · ${actorWords(doc.by, { t, directory })}`;
  return (
    <div className={styles.page}>
      <RevisionList
        revisions={revisions}
        current={row.doc.revision}
        chosen={number}
        against={before?.doc.number}
        directory={directory}
        onChoose={(next) => {
          setChosen(next);
          setAgainst(undefined);
        }}
      />
      {after && (
        <div className={styles.compare}>
          <div className={styles.bar}>
            <h2 className={styles.title}>{describe(after.doc)}</h2>
            <span className={styles.grow} />
            {revisions.length > 1 && (
              <Select
                aria-label={t('procedurePage.history.against')}
                value={before ? String(before.doc.number) : null}
                placeholder={t('procedurePage.history.nothing')}
                onChange={(next) => setAgainst(Number(next))}
                options={revisions
                  .filter(({ doc }) => doc.number !== number)
                  .map(({ doc }) => ({
                    id: String(doc.number),
                    label: t('procedurePage.history.comparedWith', { number: doc.number }),
                  }))}
              />
            )}
            <Button isDisabled={isNewest || !inForce || !mayWrite} reason={whyNot()} onPress={() => void bringBack()}>
              {t('procedurePage.history.bringBack')}
            </Button>
          </div>
          {after.doc.note && <p className={styles.note}>{after.doc.note}</p>}
          {before && before.doc.title !== after.doc.title && (
            <p className={styles.note}>
              {t('procedurePage.history.renamed', { from: before.doc.title, to: after.doc.title })}
            </p>
          )}
          <TextDiff
            before={before?.doc.body ?? ''}
            after={after.doc.body}
            label={t('procedurePage.history.difference')}
            skipped={(count) => t('procedurePage.history.skipped', { count })}
            removed={t('procedurePage.history.removed')}
            added={t('procedurePage.history.added')}
            same={t('procedurePage.history.same')}
          />
        </div>
      )}
    </div>
  );
}
