import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Freeze, freezeId } from '../../../src-shared/model/change.ts';
import { isName } from '../../../src-shared/model/name.ts';
import { sameJson } from '../../../src-shared/mutators/same.ts';
import { useData } from '../../data/DataProvider.tsx';
import type { Directory } from '../../data/directory.ts';
import { useKeptForm } from '../../data/use-kept-form.ts';
import { type TextDraft, useFormDraft } from '../../data/use-text-draft.ts';
import { useFormat } from '../../platform/format.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { NoticeBar } from '../../ui/NoticeBar.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './Changes.module.css';
import { useChangeDesk } from './desk.ts';
import { type FreezeForm, freezeContentOf, freezeForm, freezeFormSchema } from './form.ts';
import { ServiceChoice } from './ServiceChoice.tsx';
import { WindowFields } from './WindowFields.tsx';

interface Props {
  freeze?: { id: string; doc: Freeze };
  directory: Directory;
  onClose(): void;
}

/** A new freeze, or another version of one. */
export function FreezeDialog(props: Props) {
  const draft = useFormDraft(`freeze/${props.freeze?.id ?? ''}`, freezeFormSchema);
  return draft.kept === undefined ? null : <FreezeFields {...props} draft={draft} />;
}

function FreezeFields({ freeze, directory, onClose, draft }: Props & { draft: TextDraft<FreezeForm> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { now } = useData();
  const { actions } = useChangeDesk();
  const before = freeze?.doc;
  const { form, set, isFound, discard, end } = useKeptForm(draft, () => freezeForm(before, now(), format.zone));
  const [tried, setTried] = useState(false);
  const { title, reason } = form;
  const may = directory.may('lead');
  const isOlder = before !== undefined && form.base !== before.revision;
  const confirm = async () => {
    setTried(true);
    const content = freezeContentOf(form);
    if (!content) return;
    const id = freezeId(freeze?.id ?? crypto.randomUUID());
    const isSame = before && sameJson(content, freezeContentOf(freezeForm(before, now(), format.zone)));
    const edit = (was: Freeze) => {
      const base = form.base ?? was.revision;
      const { title, reason, services, window } = was;
      return actions.act('freezeEdited', 'freeze.update', { id, base, ...content }, () =>
        actions.mutate('freeze.update', { id, base: base + 1, title, reason, services, window }),
      );
    };
    const done =
      isSame ||
      (before
        ? await edit(before)
        : await actions.act('frozen', 'freeze.create', { id, ...content }, () =>
            actions.mutate('freeze.remove', { id, base: 1 }),
          ));
    if (!done) return;
    end();
    onClose();
  };
  const lift = async () => {
    if (!freeze) return;
    const id = freezeId(freeze.id);
    end();
    onClose();
    await actions.act('lifted', 'freeze.remove', { id, base: freeze.doc.revision }, () =>
      actions.mutate('freeze.restore', { id, doc: freeze.doc }),
    );
  };
  return (
    <Dialog
      title={t(before ? 'changes.freeze.edit' : 'changes.freeze.newTitle')}
      closeLabel={t('changes.cancel')}
      size="wide"
      onClose={onClose}
      onSubmit={confirm}
      actions={
        before && (
          <Button variant="quiet" isDisabled={!may} onPress={() => void lift()}>
            {t('changes.freeze.lift')}
          </Button>
        )
      }
      confirm={{
        label: t(before ? 'changes.save' : 'changes.freeze.do'),
        isDisabled: !may,
        reason: may ? undefined : t('changes.why.lead'),
      }}
    >
      <div className={styles.fields}>
        {(isFound || isOlder) && (
          <NoticeBar
            tone={isOlder ? 'warn' : undefined}
            role={isOlder ? 'alert' : 'status'}
            actions={
              <Button size="small" variant="quiet" onPress={discard}>
                {t(isOlder ? 'changes.takeNewer' : 'procedureEditor.discardDraft')}
              </Button>
            }
          >
            {t(isOlder ? 'changes.freeze.newer' : 'changes.draftFound')}
          </NoticeBar>
        )}
        <TextField
          label={t('changes.freeze.title')}
          value={title}
          onChange={(next) => set({ title: next })}
          maxLength={300}
          autoFocus
          error={tried && !isName(title) ? t('changes.titleMissing') : undefined}
        />
        <WindowFields value={form.window} onChange={(next) => set({ window: next })} />
        <ServiceChoice
          chosen={form.services}
          onChange={(next) => set({ services: [...next] })}
          directory={directory}
          hint={t('changes.freeze.allServices')}
        />
        <TextArea
          label={t('changes.ask.reason')}
          value={reason}
          onChange={(next) => set({ reason: next })}
          maxLength={2_000}
          rows={2}
          error={tried && reason.trim() === '' ? t('changes.ask.reasonMissing') : undefined}
        />
      </div>
    </Dialog>
  );
}
