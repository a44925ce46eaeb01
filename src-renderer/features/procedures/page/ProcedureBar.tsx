import Ellipsis from 'lucide-react/icons/ellipsis';
import Play from 'lucide-react/icons/play';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../../data/directory.ts';
import { useCommandRunner } from '../../../platform/command-runner.ts';
import { displayKeys } from '../../../platform/keys.ts';
import { useMachine } from '../../../platform/machine.ts';
import { Button } from '../../../ui/Button.tsx';
import { MenuButton } from '../../../ui/MenuButton.tsx';
import styles from './ProcedurePage.module.css';
import { startRefusal, writerOf } from './rights.ts';

/** What comes next stands first: starting it; what could also be done is one press away. */
export function ProcedureBar({ row: { doc }, directory }: { row: Row<'procedure'>; directory: Directory }) {
  const { t } = useTranslation();
  const runner = useCommandRunner();
  const { info } = useMachine();
  const mayRespond = directory.may('responder');
  const mayWrite = directory.may(writerOf(doc.kind));
  const keysOf = (name: string) => {
    const keys = runner.find(`procedure.${name}`)?.keys;
    return keys === undefined ? undefined : displayKeys(keys, info.platform).join(' ');
  };
  const button = (name: 'edit' | 'history' | 'reviewed' | 'tested', reason?: string) => (
    <Button
      key={name}
      keys={keysOf(name)}
      isDisabled={reason !== undefined}
      reason={reason}
      onPress={() => runner.run(`procedure.${name}`)}
    >
      {t(`procedurePage.act.${name}`)}
    </Button>
  );
  const refusal = startRefusal(doc);
  const whyNot = mayRespond ? refusal && t(`procedurePage.why.${refusal}`) : t('procedurePage.why.viewer');
  const notWriter = mayWrite ? undefined : t('procedurePage.why.writer', { role: t(`role.${writerOf(doc.kind)}`) });
  const responds = mayRespond ? undefined : t('procedurePage.why.viewer');
  const isRead = doc.kind === 'reference';
  const more = [
    ...(mayWrite ? ['describe'] : []),
    ...['copy', 'save', 'print'],
    ...(mayWrite ? [doc.archived ? 'restore' : 'archive'] : []),
  ];
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('procedurePage.actions')}>
      {!isRead && (
        <Button
          variant="primary"
          icon={<Play size={13} aria-hidden />}
          keys={keysOf('start')}
          isDisabled={whyNot !== undefined}
          reason={whyNot}
          onPress={() => runner.run('procedure.start')}
        >
          {t('procedurePage.act.start')}
        </Button>
      )}
      {button('edit', notWriter)}
      {button('reviewed', responds)}
      {!isRead && button('tested', responds)}
      {button('history')}
      <MenuButton
        label={<Ellipsis size={14} aria-hidden />}
        aria-label={t('procedurePage.more')}
        items={more.map((name) => ({ id: name, label: t(`command.procedure.${name}`), keys: keysOf(name) }))}
        onAction={(name) => runner.run(`procedure.${name}`)}
      />
    </div>
  );
}
