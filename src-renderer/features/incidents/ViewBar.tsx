import X from 'lucide-react/icons/x';
import { useTranslation } from 'react-i18next';
import type { IncidentFilter } from '../../../src-shared/model/saved-view.ts';
import { useData } from '../../data/DataProvider.tsx';
import type { Directory } from '../../data/directory.ts';
import { useList } from '../../data/hooks.ts';
import { changeErrorText } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useNotices } from '../../platform/notices.ts';
import { useUndo } from '../../platform/undo.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { ViewTab, ViewTabs } from '../../ui/ViewTabs.tsx';
import { useIncidentDesk } from './desk.ts';
import { sameFilter, VIEWS } from './list-model.ts';

const BUILT_IN = ['open', 'mine', 'untaken', 'all'] as const;

/** The views everybody has, and the saved ones that this person sees. */
export function ViewBar({ directory, filter }: { directory: Directory; filter: IncidentFilter }) {
  const { t } = useTranslation();
  const format = useFormat();
  const desk = useIncidentDesk();
  const data = useData();
  const notices = useNotices();
  const undo = useUndo();
  const saved = useList('savedView') ?? [];
  const shown = saved
    .filter(({ doc }) => {
      if (doc.visibility === 'all' || doc.owner === directory.me) return true;
      return doc.visibility !== 'owner' && directory.person(directory.me)?.teams.includes(doc.visibility.team);
    })
    .sort((a, b) => a.doc.name.localeCompare(b.doc.name));
  const known =
    BUILT_IN.some((name) => sameFilter(VIEWS[name], filter)) || shown.some(({ doc }) => sameFilter(doc.filter, filter));

  const mayRespond = directory.may('responder');
  const remove = async (id: string, doc: (typeof shown)[number]['doc']) => {
    const result = await data.mutate('savedView.remove', { id });
    if (!result.ok) return notices.tell({ tone: 'refused', text: changeErrorText(t, format, result.error) });
    const text = t('incidents.view.removed', { name: doc.name });
    const entry = undo.push({
      label: text,
      undo: async () => {
        await data.mutate('savedView.save', { id, doc });
      },
    });
    notices.tell({ tone: 'done', text, undo: entry });
  };

  return (
    <ViewTabs
      label={t('incidents.view.label')}
      end={
        <>
          {!known && (
            <Button variant="quiet" size="small" onPress={() => desk.ask({ kind: 'saveView', filter })}>
              {t('incidents.view.save')}
            </Button>
          )}
          <Button
            size="small"
            keys="C"
            isDisabled={!mayRespond}
            reason={mayRespond ? undefined : t('incident.why.viewer')}
            onPress={() => desk.ask({ kind: 'open' })}
          >
            {t('incidents.new')}
          </Button>
        </>
      }
    >
      {BUILT_IN.map((name) => (
        <ViewTab
          key={name}
          current={sameFilter(VIEWS[name], filter)}
          onPress={() => desk.look({ filter: VIEWS[name] })}
        >
          {t(`incidents.view.${name}`)}
        </ViewTab>
      ))}
      {shown.map(({ id, doc }) => {
        const current = sameFilter(doc.filter, filter);
        const mayRemove = doc.owner === directory.me || (doc.visibility !== 'owner' && directory.may('lead'));
        return (
          <ViewTab
            key={id}
            current={current}
            onPress={() => desk.look({ filter: doc.filter })}
            end={
              current &&
              mayRemove && (
                <IconButton
                  label={t('incidents.view.remove', { name: doc.name })}
                  icon={<X size={12} aria-hidden />}
                  onPress={() => void remove(id, doc)}
                />
              )
            }
          >
            {doc.name}
          </ViewTab>
        );
      })}
    </ViewTabs>
  );
}
