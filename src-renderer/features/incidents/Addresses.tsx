import ExternalLink from 'lucide-react/icons/external-link';
import { useMachine } from '../../platform/machine.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Alerts.module.css';
import { webAddress } from './web-address.ts';

export interface AddressesProps {
  title: string;
  items: readonly { address: string; text: string | undefined }[];
}

/** Addresses that a sender gave. Nothing is fetched: each opens in the browser when it is pressed, and stands beside its words. */
export function Addresses({ title, items }: AddressesProps) {
  const { bridge } = useMachine();
  const known = items.flatMap(({ address, text }) => {
    const url = webAddress(address);
    return url === undefined ? [] : [{ url, text }];
  });
  if (known.length === 0) return null;
  return (
    <>
      <h3 className={styles.heading}>{title}</h3>
      <ul className={styles.addresses}>
        {known.map(({ url, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sender may give one address twice
          <li key={index} className={styles.source}>
            <Button
              size="small"
              icon={<ExternalLink size={14} aria-hidden />}
              onPress={() => void bridge.call('app.openExternal', { url })}
            >
              {text ?? new URL(url).hostname}
            </Button>
            <span className={styles.mono} data-selectable>
              {url}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
