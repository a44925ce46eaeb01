import FileText from 'lucide-react/icons/file-text';
import ImageOff from 'lucide-react/icons/image-off';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '../../../../src-shared/model/run.ts';
import type { StepState } from '../../../../src-shared/procedure/run-state.ts';
import { useData } from '../../../data/DataProvider.tsx';
import type { Directory } from '../../../data/directory.ts';
import { actorWords } from '../../../data/entry-words.ts';
import { useBlobState } from '../../../data/use-blobs.ts';
import { useFormat } from '../../../platform/format.ts';
import { useNotices } from '../../../platform/notices.ts';
import { saveBytes } from '../../../platform/save-file.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { isPicture } from '../evidence.ts';
import styles from './Evidence.module.css';

/** What was attached to a step: pictures as pictures, files by their name. */
export function EvidenceList({ evidence, directory }: { evidence: StepState['evidence']; directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (evidence.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={t('runs.about.evidence')}>
      {evidence.map(({ entry, event: { file }, by, at }) => (
        <li key={entry}>
          <OneFile file={file} facts={`${actorWords(by, { t, directory })} · ${format.full(at)}`} />
        </li>
      ))}
    </ul>
  );
}

function OneFile({ file, facts }: { file: Evidence; facts: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { blobs } = useData();
  const notices = useNotices();
  const state = useBlobState(file.hash);
  const [isOpen, setOpen] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const picture = isPicture(file) && !isBroken;
  const url = blobs.url(file.hash);
  const save = async () => {
    const bytes = await fetch(url)
      .then((answer) => (answer.ok ? answer.arrayBuffer() : undefined))
      .catch(() => undefined);
    if (bytes) saveBytes(file.name, file.type || 'application/octet-stream', new Uint8Array(bytes));
    else notices.tell({ tone: 'refused', text: t('runs.evidence.unread', { name: file.name }) });
  };
  const about = `${file.name}\n${format.bytes(file.size)} · ${facts}\nSHA-256 ${file.hash}`;
  return (
    <>
      <button
        type="button"
        className={styles.file}
        data-state={state}
        data-picture={picture || undefined}
        title={about}
        aria-label={t(picture ? 'runs.evidence.show' : 'runs.evidence.save', { name: file.name })}
        disabled={state !== 'here'}
        onClick={() => (picture ? setOpen(true) : void save())}
      >
        {picture && state === 'here' ? (
          <img className={styles.thumb} src={url} alt="" onError={() => setBroken(true)} />
        ) : (
          <span className={styles.icon}>
            {state === 'missing' ? <ImageOff size={16} aria-hidden /> : <FileText size={16} aria-hidden />}
          </span>
        )}
        <span className={styles.texts}>
          <span className={styles.name}>{file.name}</span>
          <span className={styles.facts}>
            {state === 'here' ? format.bytes(file.size) : t(`runs.evidence.${state}`)}
          </span>
        </span>
      </button>
      {isOpen && (
        <Dialog
          title={file.name}
          closeLabel={t('runs.close')}
          size="wide"
          onClose={() => setOpen(false)}
          onSubmit={() => setOpen(false)}
          actions={
            <>
              <Button onPress={() => void save()}>{t('runs.evidence.saveIt')}</Button>
              <Button type="submit" variant="primary" keys="Escape">
                {t('runs.close')}
              </Button>
            </>
          }
        >
          <figure className={styles.shown}>
            <img src={url} alt={file.name} />
            <figcaption>
              {format.bytes(file.size)} · {facts}
              <code>{file.hash}</code>
            </figcaption>
          </figure>
        </Dialog>
      )}
    </>
  );
}
