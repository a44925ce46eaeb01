import Copy from 'lucide-react/icons/copy';
import { withoutPrompts } from '../../../src-shared/procedure/prompts.ts';
import { IconButton } from '../IconButton.tsx';
import styles from '../Markdown.module.css';
import { useMarkdownSurroundings } from './surroundings.ts';

interface Props {
  code: string;
  language: string | undefined;
  onCopy(text: string): void;
}

/** Code to read as it is, and to copy as a shell takes it. */
export function MarkdownCode({ code, language, onCopy }: Props) {
  const { words } = useMarkdownSurroundings();
  return (
    <div className={styles.block}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <pre className={styles.code} tabIndex={0} {...{ role: 'region', 'aria-label': language ?? words.code }}>
        <code>{code}</code>
      </pre>
      <div className={styles.tools}>
        {language && <span className={styles.language}>{language}</span>}
        <IconButton
          size="small"
          label={words.copy}
          icon={<Copy size={13} aria-hidden />}
          onPress={() => onCopy(withoutPrompts(code.replace(/\n$/, '')))}
        />
      </div>
    </div>
  );
}
