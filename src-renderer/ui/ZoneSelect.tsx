import { useMemo } from 'react';
import { Autocomplete, Input, SearchField, useFilter } from 'react-aria-components';
import fieldStyles from './Field.module.css';
import { Select, type SelectProps } from './Select.tsx';
import styles from './ZoneSelect.module.css';

interface Props extends Pick<SelectProps<string>, 'label' | 'hint' | 'error' | 'value' | 'onChange'> {
  /** The person's own zone: it stands first, with UTC and the one that is chosen. */
  mine: string;
  /** Names the field that narrows the list. */
  searchLabel: string;
}

const labelOf = (zone: string) => zone.replaceAll('_', ' ');

/** One of the IANA zones that this machine knows, found by any part of its name. */
export function ZoneSelect({ mine, searchLabel, ...select }: Props) {
  const { contains } = useFilter({ sensitivity: 'base' });
  const { value } = select;
  const options = useMemo(() => {
    const first = value === null ? [mine, 'UTC'] : [mine, 'UTC', value];
    return [...new Set([...first, ...Intl.supportedValuesOf('timeZone')])].map((id) => ({ id, label: labelOf(id) }));
  }, [mine, value]);
  return (
    <Select
      {...select}
      options={options}
      around={(list) => (
        <Autocomplete filter={(text, typed) => contains(text, labelOf(typed))}>
          <SearchField className={styles.search} aria-label={searchLabel} autoFocus>
            <Input className={fieldStyles.input} placeholder={searchLabel} />
          </SearchField>
          {list}
        </Autocomplete>
      )}
    />
  );
}
