// What is shown, for a spreadsheet.
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { download } from '../../shared/download.ts'
import { Icon } from '../../shared/icons.tsx'
import { csvOf } from './csv.ts'
import type { Row } from './data.ts'

const time = (at: number): string => new Date(at / 1000).toISOString()

export function Exports({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useTranslation()
  const save = () => {
    const names = Object.keys(rows[0]!) as (keyof Row)[]
    const lines = rows.map(row => names.map(name => (name === 'at' || name === 'last' ? time(row[name]) : row[name])))
    download('hunt.csv', csvOf(names, lines), 'text/csv')
  }
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Icon name="download" size={14} />}
      onClick={save}
      disabled={rows.length === 0}
    >
      {t('hunt.csv')}
    </Button>
  )
}
