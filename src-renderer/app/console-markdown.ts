import type { TFunction } from 'i18next';
import type { Bridge } from '../../src-shared/contract/ipc.ts';
import type { Notices } from '../platform/notices.ts';
import type { MarkdownSurroundings } from '../ui/markdown/surroundings.ts';

interface Deps {
  bridge: Bridge;
  notices: Notices;
  /** Of the language that is shown. */
  t: TFunction;
}

/** What Markdown is given by the console. */
export function createConsoleMarkdown({ bridge, notices, t }: Deps): MarkdownSurroundings {
  const copy = async (text: string, said: string) => {
    await bridge.call('app.copy', { text });
    notices.tell({ tone: 'done', text: said });
  };
  const open = async (href: string) => {
    const isAddress = /^[a-z][a-z0-9+.-]*:/i.test(href);
    if (isAddress && (await bridge.call('app.openExternal', { url: href }))) return;
    if (isAddress) await copy(href, t('markdown.linkCopied'));
    else notices.tell({ tone: 'info', text: t('markdown.linkNowhere', { path: href }) });
  };
  return {
    words: {
      copy: t('markdown.copy'),
      code: t('markdown.code'),
      footnotes: t('markdown.footnotes'),
      picture: t('markdown.picture'),
      done: t('markdown.done'),
      notDone: t('markdown.notDone'),
      diagram: t('markdown.diagram'),
      drawing: t('markdown.drawing'),
      notDrawn: t('markdown.notDrawn'),
      large: t('markdown.large'),
      draw: t('markdown.draw'),
    },
    openLink: (href) => void open(href),
    copy: (text) => void copy(text, t('app.copied')),
  };
}
