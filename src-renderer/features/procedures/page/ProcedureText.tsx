import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { blobsIn } from '../../../../src-shared/model/blob.ts';
import type { LinkPlace } from '../../../../src-shared/procedure/links.ts';
import { useImageUrl } from '../../../data/use-blobs.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Markdown } from '../../../ui/Markdown.tsx';
import { Preview } from '../editor/Preview.tsx';
import { useParsed } from '../editor/use-parsed.ts';
import { withoutTitle } from './file.ts';
import styles from './ProcedurePage.module.css';
import { useAnchor } from './use-anchor.ts';
import { useFollowLink } from './use-follow-link.ts';

interface Props {
  body: string;
  /** Stands above the text: a text that begins with it does not say it again. */
  title: string;
  source: LinkPlace | undefined;
  anchor: string | undefined;
  language: string | undefined;
}

/** As in `parseProcedure`: a text without one is read with its headings as they are. */
const TASK = /^[ \t>]*(?:[-+*]|\d{1,9}[.)])[ \t]+\[[ xX]\][ \t]/m;

/** The text to be read: steps with what they ask for, everything else as Markdown. */
export function ProcedureText({ body: written, title, source, anchor, language }: Props) {
  const { t } = useTranslation();
  const body = useMemo(() => withoutTitle(written, title), [written, title]);
  const hashes = useMemo(() => blobsIn(body), [body]);
  const imageUrl = useImageUrl(hashes);
  const follow = useFollowLink(source);
  const root = useAnchor(anchor);
  const hasSteps = useMemo(() => TASK.test(body), [body]);
  if (body.trim() === '') {
    return <EmptyState title={t('procedurePage.empty')}>{t('procedurePage.emptyWhy')}</EmptyState>;
  }
  return (
    <div ref={root} className={styles.text} lang={language} data-steps={hasSteps || undefined} data-markdown-scope>
      {hasSteps ? (
        <Steps body={body} imageUrl={imageUrl} onLink={follow} />
      ) : (
        <Markdown text={body} imageUrl={imageUrl} onLink={follow} />
      )}
    </div>
  );
}

interface StepsProps {
  body: string;
  imageUrl(src: string): string | undefined;
  onLink(href: string): void;
}

function Steps({ body, imageUrl, onLink }: StepsProps) {
  return <Preview parsed={useParsed(body)} imageUrl={imageUrl} onLink={onLink} />;
}
