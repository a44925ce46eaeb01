import Download from 'lucide-react/icons/download';
import { useFormat } from '../../platform/format.ts';
import { useTicker } from '../../platform/now.ts';
import { saveFile } from '../../platform/save-file.ts';
import { IconButton } from '../../ui/IconButton.tsx';

interface Props {
  label: string;
  /** The name of the file without its day. */
  file: string;
  isDisabled?: boolean;
  csv(): string;
}

/** Takes a list elsewhere as a spreadsheet. */
export function ExportButton({ label, file, isDisabled, csv }: Props) {
  const format = useFormat();
  const ticker = useTicker();
  return (
    <IconButton
      size="small"
      label={label}
      icon={<Download size={14} aria-hidden />}
      isDisabled={isDisabled ?? false}
      onPress={() => saveFile(`${file}-${format.fileDay(ticker.now())}.csv`, 'text/csv', csv())}
    />
  );
}
