import Ellipsis from 'lucide-react/icons/ellipsis';
import { useTranslation } from 'react-i18next';
import { EVIDENCE_BYTES } from '../../../../src-shared/model/run.ts';
import { useFormat } from '../../../platform/format.ts';
import { MenuButton } from '../../../ui/MenuButton.tsx';
import styles from './StepRow.module.css';
import type { StepRowProps } from './StepRow.tsx';

/** What the keys do, for the pointer. */
export function StepMenu({ step, state, isCursor, canRecord, may, onAct }: StepRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const settled = state.status === 'done' || state.status === 'skipped';
  if (!isCursor || !may) return <span className={styles.menu} />;
  const items = [
    { id: 'skip', keys: 'S', isDisabled: !canRecord || settled },
    { id: 'note', keys: 'N' },
    { id: 'evidence', keys: 'E' },
    { id: 'assign', keys: 'A', isDisabled: !canRecord },
    { id: 'takeBack', keys: 'U', isDisabled: !canRecord || state.status === 'todo' },
  ] as const;
  return (
    <span className={styles.menu}>
      <MenuButton
        size="small"
        variant="quiet"
        label={<Ellipsis size={14} aria-hidden />}
        aria-label={t('runs.more')}
        items={items.map((item) => ({
          ...item,
          label:
            item.id === 'evidence'
              ? t('runs.evidence.limited', { limit: format.bytes(EVIDENCE_BYTES) })
              : t(`runs.key.${item.id}`),
        }))}
        onAction={(chosen) => {
          const item = items.find(({ id }) => id === chosen);
          if (item) onAct(step, item.id);
        }}
      />
    </span>
  );
}
