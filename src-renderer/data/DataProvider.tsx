import { createContext, type ReactNode, use } from 'react';
import type { Data } from './data.ts';

const DataContext = createContext<Data | null>(null);

export function DataProvider({ data, children }: { data: Data; children: ReactNode }) {
  return <DataContext value={data}>{children}</DataContext>;
}

/** Records and changes of this laptop; throws outside a `DataProvider`. */
export function useData(): Data {
  const data = use(DataContext);
  if (!data) throw new Error('useData outside DataProvider');
  return data;
}
