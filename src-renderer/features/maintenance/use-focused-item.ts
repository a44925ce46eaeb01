import { useEffect } from 'react';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { useMaintenanceDesk } from './desk.ts';

/** On the page of one occurrence commands act on it, as it stands now, wherever the cursor is. */
export function useFocusedItem(item: MaintenanceItem | undefined): void {
  const { focused } = useMaintenanceDesk();
  useEffect(() => {
    focused.setState({ items: item ? [item] : [] });
    return () => focused.setState({ items: [] });
  }, [focused, item]);
}
