import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { personId } from '../../../src-shared/model/ids.ts';
import { asLine, isName } from '../../../src-shared/model/name.ts';
import { assignees, NOBODY } from '../../data/assignees.ts';
import type { Directory } from '../../data/directory.ts';
import { useDraft } from '../../data/use-draft.ts';
import { Button } from '../../ui/Button.tsx';
import { DateField } from '../../ui/DateField.tsx';
import { Form } from '../../ui/Form.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { usePostMortemDesk } from './desk.ts';
import styles from './FollowUps.module.css';

/** A follow-up in one line: what, who, until when. Enter adds it and leaves the hand where it is. */
export function FollowUpAdd({ incident, directory }: { incident: string; directory: Directory }) {
  const { t } = useTranslation();
  const { actions } = usePostMortemDesk();
  const title = useDraft(`follow-up/${incident}`);
  const [owner, setOwner] = useState(directory.me ?? NOBODY);
  const [due, setDue] = useState('');
  const titleMissing = !isName(title.text);
  const add = async () => {
    if (titleMissing) return;
    const content = {
      title: asLine(title.text),
      ...(owner === NOBODY ? {} : { owner: personId(owner) }),
      ...(due === '' ? {} : { due }),
    };
    if (await actions.add(incident, content)) {
      title.write('');
      title.end();
      setDue('');
    }
  };
  return (
    <Form className={styles.add} aria-label={t('followUp.add')} onSubmit={add}>
      <div className={styles.addTitle}>
        <TextField
          aria-label={t('followUp.field.title')}
          placeholder={t('followUp.addPlaceholder')}
          value={title.text}
          onChange={title.write}
          maxLength={300}
        />
      </div>
      <Button type="submit" isDisabled={titleMissing}>
        {t('followUp.addDo')}
      </Button>
      <div className={styles.addOwner}>
        <Select
          aria-label={t('followUp.field.owner')}
          value={owner}
          onChange={setOwner}
          options={assignees(directory, t('followUp.nobody'), t('incident.you'))}
        />
      </div>
      <div className={styles.addDue}>
        <DateField aria-label={t('followUp.field.due')} value={due} onChange={setDue} />
      </div>
    </Form>
  );
}
