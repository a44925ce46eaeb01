import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../ui/TextField.tsx';
import { useIncidentDesk } from './desk.ts';
import { QuestionDialog } from './QuestionDialog.tsx';
import { webAddress } from './web-address.ts';

export function LinkDialog({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useTranslation();
  const { actions } = useIncidentDesk();
  const [url, setUrl] = useState('');
  const [title, setTitle] = useState('');
  const [tried, setTried] = useState(false);
  const address = webAddress(url);
  const wrong = tried && address === undefined;
  return (
    <QuestionDialog
      title={t('incident.ask.link')}
      confirm={t('incident.ask.linkDo')}
      ids={[id]}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (address === undefined) return;
        onClose();
        void actions.link(id, address, title.trim());
      }}
    >
      <TextField
        label={t('incident.ask.url')}
        value={url}
        onChange={setUrl}
        placeholder="https://"
        autoFocus
        error={wrong ? t('incident.ask.urlWrong') : undefined}
      />
      <TextField
        label={t('incident.ask.urlTitle')}
        value={title}
        onChange={setTitle}
        placeholder={t('incident.ask.optional')}
      />
    </QuestionDialog>
  );
}
