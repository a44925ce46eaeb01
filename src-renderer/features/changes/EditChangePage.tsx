import { useNavigate } from '@tanstack/react-router';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isEditable, lacksRollback } from '../../../src-shared/change/transitions.ts';
import { type Change, changeId, RISKS } from '../../../src-shared/model/change.ts';
import { CHANGE_TYPES } from '../../../src-shared/model/change-type.ts';
import { serviceId } from '../../../src-shared/model/ids.ts';
import { isName } from '../../../src-shared/model/name.ts';
import { assignees, NOBODY } from '../../data/assignees.ts';
import { useData } from '../../data/DataProvider.tsx';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { useRecord } from '../../data/hooks.ts';
import { useKeptForm } from '../../data/use-kept-form.ts';
import { type TextDraft, useTextDraft } from '../../data/use-text-draft.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { useStillHere } from '../../platform/still-here.ts';
import { Button } from '../../ui/Button.tsx';
import { Callout } from '../../ui/Callout.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FieldRow } from '../../ui/FieldRow.tsx';
import { Form } from '../../ui/Form.tsx';
import { FoundDraft } from '../../ui/FoundDraft.tsx';
import { NoticeBar } from '../../ui/NoticeBar.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Select } from '../../ui/Select.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './Changes.module.css';
import { Collisions } from './Collisions.tsx';
import { useChangeDesk } from './desk.ts';
import { type ChangeForm, changedFields, changeFormSchema, contentOf, emptyForm, formOf } from './form.ts';
import { ServiceChoice } from './ServiceChoice.tsx';
import { useSurroundings } from './use-surroundings.ts';
import { WindowFields } from './WindowFields.tsx';
import { readWindow } from './window-text.ts';

const ICON = <TriangleAlert size={15} strokeWidth={1.6} />;

/** `/changes/new`, `/changes/new/$type` for a type that is due, and `/changes/$id/edit`. */
export function EditChangePage({ id, type }: { id?: string; type?: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const directory = useDirectory();
  const row = useRecord('change', id);
  const draft = useTextDraft(`system-change/${id ?? ''}`, changeFormSchema);
  if (!directory || draft.kept === undefined || (id !== undefined && row === undefined)) {
    return <Skeleton lines={8} label={t('changes.loading')} />;
  }
  if (id !== undefined && !row) {
    return (
      <EmptyState
        title={t('changes.notFound')}
        actions={<Button onPress={() => void navigate({ to: '/changes' })}>{t('changes.toList')}</Button>}
      />
    );
  }
  return <EditChange key={id ?? type} known={row ?? undefined} type={type} draft={draft} directory={directory} />;
}

/** Something that another content makes void. */
const wasSaidOf = ({ approval, gates, exceptions }: Change) =>
  approval !== undefined || Object.keys(gates).length > 0 || exceptions.length > 0;

interface Props {
  known: { id: string; doc: Change } | undefined;
  type: string | undefined;
  draft: TextDraft<ChangeForm>;
  directory: Directory;
}

function EditChange({ known, type, draft, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const minute = useMinute();
  const navigate = useNavigate();
  const stillHere = useStillHere();
  const { now } = useData();
  const { actions } = useChangeDesk();
  const around = useSurroundings();
  const { form, set, isFound, discard, end } = useKeptForm(draft, () => {
    if (known) return formOf(known.doc);
    const asked = CHANGE_TYPES.find((one) => one === type);
    return { ...emptyForm({ now: now(), zone: format.zone, me: directory.me }), ...(asked ? { type: asked } : {}) };
  });
  const [tried, setTried] = useState(false);
  usePageHeading({
    title: known ? t('changes.editing', { title: known.doc.title }) : t('changes.newTitle'),
    parent: { label: t('place.changes'), path: '/changes' },
  });
  const content = contentOf(form);
  const window = readWindow(form.window);
  const met = useMemo(
    () =>
      window && around
        ? around.collisionsOf(
            {
              services: form.services.map((one) => serviceId(one)),
              window,
              ...(known ? { id: known.id, exceptions: known.doc.exceptions, authors: known.doc.authors } : {}),
            },
            minute,
          )
        : [],
    [window, around, form.services, known, minute],
  );
  const holds = met.filter((one) => one.kind === 'freeze' && !one.isExcepted).length;
  const may = directory.may('responder');
  const isTakenAway = known !== undefined && !isEditable(known.doc);
  const isOlder = known !== undefined && form.base !== known.doc.revision;
  const titleMissing = !isName(form.title);
  // A draft may be kept without; it is put forward with it.
  const rollbackMissing = lacksRollback(form) && known !== undefined && known.doc.status !== 'draft';
  const leave = (id: string | undefined) =>
    id === undefined ? navigate({ to: '/changes' }) : navigate({ to: '/changes/$id', params: { id } });

  const save = async () => {
    setTried(true);
    if (!content || rollbackMissing) return;
    const isHere = stillHere();
    if (!known) {
      const id = changeId(crypto.randomUUID());
      if (!(await actions.act('created', 'change.create', { id, ...content }))) return;
      end();
      if (isHere()) await leave(id);
      return;
    }
    const fields = changedFields(known.doc, content);
    const id = changeId(known.id);
    if (Object.keys(fields).length > 0) {
      const base = form.base ?? known.doc.revision;
      if (!(await actions.act('edited', 'change.edit', { id, base, set: fields }))) return;
    }
    end();
    if (isHere()) await leave(id);
  };
  const teams = [
    ...directory.teams.map(({ id, doc }) => ({ id, label: doc.name })),
    { id: NOBODY, label: t('followUp.noTeam') },
  ];
  return (
    <Form className={styles.editor} onSubmit={save}>
      {isFound && (
        <FoundDraft discardLabel={t('procedureEditor.discardDraft')} onDiscard={discard}>
          {t('changes.draftFound')}
        </FoundDraft>
      )}
      {isOlder && (
        <NoticeBar
          tone="warn"
          role="alert"
          actions={
            <Button size="small" onPress={discard}>
              {t('changes.takeNewer')}
            </Button>
          }
        >
          {t('changes.newer')}
        </NoticeBar>
      )}
      {known && wasSaidOf(known.doc) && <NoticeBar tone="warn">{t('changes.voidsSaid')}</NoticeBar>}
      {isTakenAway && <NoticeBar tone="warn">{t('changes.notEditable')}</NoticeBar>}
      <div className={styles.columns}>
        <div className={styles.fields}>
          <TextField
            label={t('changes.field.title')}
            value={form.title}
            onChange={(title) => set({ title })}
            maxLength={300}
            autoFocus
            error={tried && titleMissing ? t('changes.titleMissing') : undefined}
          />
          <FieldRow columns={3}>
            <Select
              label={t('changes.field.type')}
              hint={t(`changes.cadence.${form.type}`)}
              value={form.type}
              onChange={(next) => set({ type: next })}
              options={CHANGE_TYPES.map((id) => ({ id, label: t(`changes.type.${id}`) }))}
            />
            <Select
              label={t('changes.field.owner')}
              value={form.owner}
              onChange={(owner) => set({ owner })}
              options={assignees(directory, t('followUp.nobody'), t('incident.you'))}
            />
            <Select
              label={t('changes.field.team')}
              value={form.team}
              onChange={(team) => set({ team })}
              options={teams}
            />
          </FieldRow>
          <ServiceChoice
            chosen={form.services}
            onChange={(services) => set({ services })}
            directory={directory}
            hint={t('changes.noServices')}
          />
          <WindowFields value={form.window} onChange={(next) => set({ window: next })} />
          <div className={styles.risk}>
            <span className={styles.label}>{t('changes.field.risk')}</span>
            <SegmentedControl
              label={t('changes.field.risk')}
              value={form.risk}
              onChange={(risk) => set({ risk })}
              options={RISKS.map((id) => ({ id, label: t(`changes.risk.${id}`) }))}
            />
          </div>
          <TextArea
            label={t('changes.field.riskText')}
            value={form.riskText}
            onChange={(riskText) => set({ riskText })}
            maxLength={5_000}
            rows={3}
          />
          <TextArea
            label={t('changes.field.rollback')}
            hint={t(form.risk === 'high' ? 'changes.rollbackNeeded' : 'changes.rollbackHint')}
            error={tried && rollbackMissing ? t('changes.rollbackMissing') : undefined}
            value={form.rollback}
            onChange={(rollback) => set({ rollback })}
            maxLength={20_000}
            rows={4}
            isMono
          />
        </div>
        <section className={styles.beside} aria-label={t('changes.collisions')} aria-live="polite">
          <SectionHeading note={String(met.length)}>{t('changes.collisions')}</SectionHeading>
          {met.length === 0 ? (
            <p className={styles.text}>{t(window ? 'changes.noCollision' : 'changes.noWindow')}</p>
          ) : (
            <>
              <Collisions found={met} directory={directory} />
              <div className={styles.besideNote}>
                <Callout tone="warn" icon={ICON}>
                  {[holds > 0 && t('changes.freezeWhy'), met.length > holds && t('changes.collisionsWhy')]
                    .filter(Boolean)
                    .join(' ')}
                </Callout>
              </div>
            </>
          )}
        </section>
      </div>
      <footer className={styles.foot}>
        <span className={styles.faint} role="status">
          {draft.keptAt === undefined ? '' : t('changes.kept', { when: format.momentOn(draft.keptAt, minute) })}
        </span>
        <span className={styles.acts}>
          <Button variant="quiet" onPress={() => void leave(known?.id)}>
            {t('changes.cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            isDisabled={!may || isTakenAway}
            reason={may ? undefined : t('incident.why.viewer')}
          >
            {t(known ? 'changes.save' : 'changes.create')}
          </Button>
        </span>
      </footer>
    </Form>
  );
}
