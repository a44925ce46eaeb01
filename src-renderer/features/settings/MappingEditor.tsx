import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stepInto } from '../../../src-shared/intake/paths.ts';
import type { CustomMapping } from '../../../src-shared/model/mapping.ts';
import { asLine, isName } from '../../../src-shared/model/name.ts';
import { useData } from '../../data/DataProvider.tsx';
import { useUndo } from '../../platform/undo.ts';
import { Button } from '../../ui/Button.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { type Steps, ValueTree } from '../../ui/ValueTree.tsx';
import { Group } from './Group.tsx';
import styles from './Mapping.module.css';
import { MappingField } from './MappingField.tsx';
import { MappingResult } from './MappingResult.tsx';
import {
  alertPlaces,
  FIELDS,
  type Field,
  guessMeaning,
  isTabled,
  type MappingDraft,
  pathTo,
  readSample,
  toMapping,
  tryMapping,
} from './mapping-edit.ts';
import { readKeptDraft } from './mapping-kept.ts';
import { useSaveMapping } from './use-save-mapping.ts';

/** A larger payload is tried and not kept with the mapping. */
const MAX_SAMPLE = 65_536;

export interface MappingEditorProps {
  id: string;
  /** Under which name the draft is kept until it is saved or given up. */
  draft: string;
  before: CustomMapping | null;
  start: MappingDraft;
  mayEdit: boolean;
  onClose(): void;
}

/** Paste what a sender sends, point at what is what, see what becomes of it. */
export function MappingEditor({ id, draft: draftName, before, start, mayEdit, onClose }: MappingEditorProps) {
  const { t } = useTranslation();
  const { drafts, now } = useData();
  const { save } = useSaveMapping();
  const [draft, setDraft] = useState(start);
  const [active, setActive] = useState<Field | 'labels'>('title');
  const [shows, setShows] = useState<'text' | 'tree'>(start.sample === '' ? 'text' : 'tree');
  const [isTried, setTried] = useState(false);
  const key = `mapping:${draftName}`;

  useEffect(() => {
    let isHere = true;
    void drafts.read(key).then((text) => {
      const kept = readKeptDraft(text);
      if (!isHere || !kept) return;
      setDraft(kept);
      if (kept.sample !== '') setShows('tree');
    });
    return () => {
      isHere = false;
    };
  }, [drafts, key]);

  const undo = useUndo();
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  const change = (next: MappingDraft) => {
    setDraft(next);
    void drafts.write(key, JSON.stringify(next));
  };
  /** What is pointed at has no text field that could take it back. */
  const point = (field: Field | 'labels', next: MappingDraft) => {
    change(next);
    undo.push({
      label: t('settings.senders.pointed', { field: t(`settings.senders.field.${field}`) }),
      undo: () => {
        if (isOpen.current) change(draft);
      },
    });
  };
  const sample = useMemo(() => readSample(draft.sample), [draft.sample]);
  const payload = sample?.ok ? sample.value : undefined;
  const made = useMemo(() => toMapping(draft), [draft]);
  const tried = useMemo(
    () => (made.ok && payload !== undefined ? tryMapping(made.value, payload, now()) : undefined),
    [made, payload, now],
  );
  const places = useMemo(() => {
    const found = alertPlaces(payload);
    return found.includes(draft.alerts) ? found : [...found, draft.alerts];
  }, [payload, draft.alerts]);

  const pick = (steps: Steps) => {
    const path = pathTo(steps, draft.alerts);
    if (path === undefined) return;
    const value = steps.reduce<unknown>(stepInto, payload);
    if (active === 'labels') {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        point('labels', {
          ...draft,
          labels: [...draft.labels.split('\n').filter((line) => line.trim() !== ''), path].join('\n'),
        });
      }
      return;
    }
    const line = draft.fields[active].trim();
    // A line that waits for more gets it; a whole one is replaced.
    const next = line.endsWith('|') ? `${line} ${path}` : line.includes('{') ? `${line}{${path}}` : path;
    const text = typeof value === 'object' ? '' : String(value);
    const tables = { ...draft.tables };
    if (isTabled(active) && text !== '' && !tables[active].some((row) => row.value === text)) {
      tables[active] = [...tables[active], { value: text, means: guessMeaning(active, text) }];
    }
    point(active, { ...draft, tables, fields: { ...draft.fields, [active]: next } });
  };
  const marksOf = (steps: Steps): string[] => {
    const path = pathTo(steps, draft.alerts);
    if (path === undefined) return [];
    const uses = (line: string) => line.split(/[|{}\n]/).some((part) => part.trim() === path);
    const used: string[] = FIELDS.filter((field) => uses(draft.fields[field])).map((field) =>
      t(`settings.senders.field.${field}`),
    );
    return uses(draft.labels) ? [...used, t('settings.senders.field.labels')] : used;
  };
  const nameMissing = !isName(draft.name);
  const keep = async () => {
    setTried(true);
    if (nameMissing || !made.ok) return;
    const doc = {
      name: asLine(draft.name),
      mapping: made.value,
      ...(draft.sample === '' || draft.sample.length > MAX_SAMPLE ? {} : { sample: draft.sample }),
    };
    if (!(await save(id, doc, before))) return;
    await drafts.write(key, '');
    onClose();
  };
  const giveUp = () => {
    void drafts.write(key, '');
    onClose();
  };
  /** A value that was pointed at and whose meaning nobody has chosen yet. */
  const unsaid = FIELDS.filter(isTabled).flatMap((field) =>
    draft.tables[field].flatMap(({ value, means }) => (means === '' && value.trim() !== '' ? [{ field, value }] : [])),
  )[0];
  const next = !made.ok
    ? t(made.why)
    : tried?.ok === false && unsaid
      ? t('settings.senders.meaningNeeded', { value: unsaid.value, field: t(`settings.senders.field.${unsaid.field}`) })
      : undefined;
  const wrong = !made.ok && (isTried || made.why !== 'settings.senders.titleNeeded') ? made : undefined;

  return (
    <Group
      title={before ? before.name : t('settings.senders.new')}
      hint={t('settings.senders.editHint')}
      wide
      action={
        <div className={styles.actions}>
          <Button size="small" onPress={giveUp}>
            {t(mayEdit ? 'settings.senders.cancel' : 'settings.senders.back')}
          </Button>
          {mayEdit && (
            <Button size="small" variant="primary" onPress={() => void keep()}>
              {t('settings.senders.save')}
            </Button>
          )}
        </div>
      }
    >
      <div className={styles.top}>
        <TextField
          label={t('settings.senders.name')}
          value={draft.name}
          onChange={(name) => change({ ...draft, name })}
          maxLength={80}
          isDisabled={!mayEdit}
          autoFocus={before === null}
          error={isTried && nameMissing ? t('settings.senders.nameNeeded') : undefined}
        />
        <Select
          label={t('settings.senders.alerts')}
          options={places.map((place) => ({
            id: place,
            label: place === '$' ? t('settings.senders.whole') : place,
          }))}
          value={draft.alerts}
          isDisabled={!mayEdit}
          onChange={(alerts) => change({ ...draft, alerts })}
        />
      </div>
      <div className={styles.editor}>
        <div className={styles.side} data-sticky>
          <div className={styles.sideHead}>
            <h3>{t('settings.senders.payload')}</h3>
            <SegmentedControl<'text' | 'tree'>
              label={t('settings.senders.payload')}
              value={shows}
              onChange={setShows}
              options={[
                { id: 'text', label: t('settings.senders.asText') },
                { id: 'tree', label: t('settings.senders.asTree') },
              ]}
            />
          </div>
          {shows === 'tree' && payload !== undefined ? (
            <ValueTree
              label={t('settings.senders.payload')}
              value={payload}
              onPick={pick}
              marksOf={marksOf}
              isDisabled={!mayEdit}
            />
          ) : (
            <TextArea
              aria-label={t('settings.senders.payload')}
              value={draft.sample}
              onChange={(text) => {
                change({ ...draft, sample: text });
                // Typing never makes a whole message at once: it was pasted, and its values are pointed at next.
                if (draft.sample === '' && readSample(text)?.ok) setShows('tree');
              }}
              rows={14}
              isMono
              isDisabled={!mayEdit}
              placeholder={'{ "check": "disk", "state": "failed" }'}
              error={sample && !sample.ok ? t(sample.why) : undefined}
              hint={sample === undefined ? t('settings.senders.payloadHint') : undefined}
            />
          )}
          <MappingResult tried={tried} isEmpty={payload === undefined} why={next} isWrong={wrong !== undefined} />
        </div>
        <div className={styles.side}>
          <div className={styles.sideHead}>
            <h3>{t('settings.senders.fields')}</h3>
          </div>
          <p className={styles.hint}>{t('settings.senders.fieldsHint')}</p>
          {FIELDS.map((field) => (
            <MappingField
              key={field}
              field={field}
              draft={draft}
              isActive={active === field}
              isDisabled={!mayEdit}
              error={wrong?.field === field ? t(wrong.why) : undefined}
              onActive={() => setActive(field)}
              onChange={change}
            />
          ))}
          <div className={styles.field} data-active={active === 'labels' || undefined}>
            <TextArea
              label={t('settings.senders.field.labels')}
              value={draft.labels}
              onChange={(labels) => change({ ...draft, labels })}
              onFocus={() => setActive('labels')}
              rows={2}
              isMono
              isDisabled={!mayEdit}
              hint={t('settings.senders.labelsHint')}
              error={wrong?.field === 'labels' ? t(wrong.why) : undefined}
            />
          </div>
        </div>
      </div>
    </Group>
  );
}
