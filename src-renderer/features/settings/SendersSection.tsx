import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { uuidv7 } from 'uuidv7';
import { type CustomMapping, saidMappingSchema } from '../../../src-shared/model/mapping.ts';
import type { Row as Stored } from '../../../src-shared/sync/local-store.ts';
import { useDirectory } from '../../data/directory.ts';
import { useList } from '../../data/hooks.ts';
import { useNotices } from '../../platform/notices.ts';
import { saveFile } from '../../platform/save-file.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { Group, Row } from './Group.tsx';
import { LeadOnly } from './LeadOnly.tsx';
import styles from './Mapping.module.css';
import { MappingEditor } from './MappingEditor.tsx';
import { type MappingDraft, NEW_DRAFT, toDraft } from './mapping-edit.ts';
import { SureButton } from './SureButton.tsx';
import { useSaveMapping } from './use-save-mapping.ts';

/** The draft of a mapping that has no record yet; one at a time, so that it is found again. */
const NEW = 'new';

interface Editing {
  /** Where its draft is kept. */
  draft: string;
  id: string;
  before: CustomMapping | null;
  start: MappingDraft;
}

/** Senders that Vigie does not know by itself: how what they send becomes alerts. */
export function SendersSection() {
  const { t } = useTranslation();
  const directory = useDirectory();
  const notices = useNotices();
  const mappings = useList('mapping');
  const { remove } = useSaveMapping();
  const [editing, setEditing] = useState<Editing>();
  if (!mappings || !directory) return null;
  const mayEdit = directory.may('lead');

  const edit = ({ id, doc }: Stored<'mapping'>) =>
    setEditing({ draft: id, id, before: doc, start: toDraft(doc.name, doc.mapping, doc.sample) });
  const make = (start = NEW_DRAFT) => setEditing({ draft: NEW, id: uuidv7(), before: null, start });
  const read = (text: string) => {
    const doc = readFileText(text);
    if (doc) make(toDraft(doc.name, doc.mapping, doc.sample));
    else notices.tell({ tone: 'refused', text: t('settings.senders.importRefused') });
  };

  if (editing) {
    return <MappingEditor key={editing.id} {...editing} mayEdit={mayEdit} onClose={() => setEditing(undefined)} />;
  }
  const actions = (
    <>
      <FileButton accept={['application/json', '.json']} isDisabled={!mayEdit} onText={read}>
        {t('settings.senders.import')}
      </FileButton>
      <Button size="small" variant="primary" isDisabled={!mayEdit} onPress={() => make()}>
        {t('settings.senders.make')}
      </Button>
    </>
  );
  return (
    <>
      {!mayEdit && <LeadOnly />}
      {mappings.length === 0 ? (
        <EmptyState title={t('settings.senders.none')} actions={actions}>
          {t('settings.senders.noneWhy')}
        </EmptyState>
      ) : (
        <Group
          title={t('settings.senders.title')}
          hint={t('settings.senders.hint')}
          action={<div className={styles.actions}>{actions}</div>}
        >
          {mappings.map((row) => (
            <Row key={row.id} label={row.doc.name} detail={t('settings.senders.keyHint')}>
              <Button size="small" onPress={() => edit(row)}>
                {t(mayEdit ? 'settings.senders.edit' : 'settings.senders.show')}
              </Button>
              <Button
                size="small"
                onPress={() => saveFile(`${row.doc.name}.json`, 'application/json', JSON.stringify(row.doc, null, 2))}
              >
                {t('settings.senders.export')}
              </Button>
              {mayEdit && (
                <SureButton
                  label={t('settings.senders.remove')}
                  sure={t('settings.senders.removeSure')}
                  onPress={() => void remove(row.id, row.doc)}
                />
              )}
            </Row>
          ))}
        </Group>
      )}
    </>
  );
}

/** A file that this screen wrote; anything else is nothing. */
function readFileText(text: string): CustomMapping | undefined {
  try {
    const parsed = saidMappingSchema.safeParse(JSON.parse(text.replace(/^\ufeff/, '')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
