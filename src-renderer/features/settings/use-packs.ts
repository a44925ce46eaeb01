import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pack } from '../../../src-shared/model/pack.ts';
import { packedTexts } from '../../../src-shared/procedure/from-pack.ts';
import { type PackDifference, packDiff } from '../../../src-shared/procedure/pack-diff.ts';
import { PACK_BYTES, readPackText } from '../../../src-shared/procedure/pack-file.ts';
import { packOf } from '../../../src-shared/procedure/to-pack.ts';
import { useData } from '../../data/DataProvider.tsx';
import { useLive } from '../../data/hooks.ts';
import { changeErrorText } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useNotices } from '../../platform/notices.ts';
import { saveFile } from '../../platform/save-file.ts';
import { useUndo } from '../../platform/undo.ts';
import { loadedPack, readPackedRecords } from './pack-records.ts';
import { takePackText } from './take-pack-text.ts';

/** The written procedures, as this console has them. */
const SHIPPED = {
  fr: () => import('../../../resources/packs/procedures.fr.json?raw'),
  en: () => import('../../../resources/packs/procedures.en.json?raw'),
};

export interface PackFile {
  name: string;
  pack: Pack;
}

/** The workspace's pack, another one that a person has opened, and what differs between them and the records. */
export function usePacks() {
  const { t } = useTranslation();
  const format = useFormat();
  const data = useData();
  const notices = useNotices();
  const undo = useUndo();
  const records = useLive(readPackedRecords, []);
  const [shipped, setShipped] = useState<Pack>();
  const [opened, setOpened] = useState<PackFile>();
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [isLoading, setIsLoading] = useState(false);
  const mark = useMemo(
    () =>
      records && loadedPack([...records.team.values(), ...records.slaPolicy.values(), ...records.procedure.values()]),
    [records],
  );
  const language = mark ? mark.language : format.language;
  useEffect(() => {
    let current = true;
    void (language === 'en' ? SHIPPED.en() : SHIPPED.fr()).then(({ default: text }) => {
      const read = readPackText(text);
      if (current && read.ok) setShipped(read.value);
    });
    return () => {
      current = false;
    };
  }, [language]);
  const pack = opened?.pack ?? shipped;
  const differences = useMemo(() => (pack && records ? packDiff(pack, records) : undefined), [pack, records]);
  const refused = (error: Parameters<typeof changeErrorText>[2]) =>
    notices.tell({ tone: 'refused', text: changeErrorText(t, format, error) });

  return {
    mark,
    shipped,
    opened,
    problems,
    differences,
    isLoading,
    open(file: { name: string; text: string }) {
      setProblems([]);
      if (file.text.length > PACK_BYTES.console) return setProblems([t('settings.pack.tooLarge')]);
      const read = readPackText(file.text);
      if (read.ok) setOpened({ name: file.name, pack: read.value });
      else setProblems(read.error);
    },
    close: () => setOpened(undefined),
    async load() {
      if (!pack) return;
      setIsLoading(true);
      const result = await data.mutate('pack.load', { pack });
      setIsLoading(false);
      if (!result.ok) return refused(result.error);
      notices.tell({ tone: 'done', text: t('settings.pack.loaded', { pack: `${pack.id} ${pack.version}` }) });
      setOpened(undefined);
    },
    /** Puts the pack's text in the place of the team's, which stays in the history. */
    async take({ id }: PackDifference) {
      const theirs = pack && packedTexts(pack).find((one) => one.id === id);
      const ours = records?.procedure.get(id);
      if (!theirs || !ours) return;
      const result = await takePackText(data, id, ours, { title: theirs.head.title, body: theirs.body });
      if (!result.ok) return refused(result.error);
      const label = t('settings.pack.taken', { title: theirs.head.title });
      const entry = undo.push({
        label,
        undo: async () => {
          const back = await result.value.undo();
          if (!back.ok) refused(back.error);
        },
      });
      notices.tell({ tone: 'done', text: label, undo: entry });
    },
    exportAll() {
      if (!records) return;
      const named = { id: 'team', title: t('settings.pack.exportTitle'), version: '1.0.0' };
      saveFile('procedures.json', 'application/json', `${JSON.stringify(packOf(named, records), null, 2)}\n`);
    },
  };
}
