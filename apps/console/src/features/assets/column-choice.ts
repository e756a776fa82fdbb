// Which columns a person wants to see; remembered on this machine.
import { useLocalStorage } from '@mantine/hooks'
import { type ColumnName, columnNames } from './columns.tsx'

const usual: readonly ColumnName[] = ['name', 'ip', 'role', 'vendor', 'model', 'criticality', 'protocols', 'last']

/** In the order of the table; the name is always there. */
export function chosenOf(stored: unknown): readonly ColumnName[] {
  const asked: readonly unknown[] = Array.isArray(stored) ? stored : usual
  return columnNames.filter(name => name === 'name' || asked.includes(name))
}

export function useColumns(): readonly [readonly ColumnName[], (columns: readonly ColumnName[]) => void] {
  const [stored, store] = useLocalStorage<readonly ColumnName[]>({ key: 'nautilus.columns', defaultValue: usual })
  return [chosenOf(stored), store]
}
