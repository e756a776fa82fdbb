// A report as a page inside the page: nothing in it runs, nor leads anywhere.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Panel } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import { fileOf, forms, pageQuery } from './data.ts'
import styles from './reports.module.css'

export function Preview({ report }: { readonly report: string }) {
  const { t } = useTranslation()
  const here = useHere()
  const query = useQuery(pageQuery(here, report))
  return (
    <Panel
      flush
      title={t('reports.preview')}
      aside={
        <div className={styles.forms}>
          {forms.map(form => (
            <Button
              key={form}
              size="compact-sm"
              variant="default"
              component="a"
              href={fileOf(here.tenant, report, form)}
              download
              aria-label={t('reports.download', { form: form.toUpperCase() })}
            >
              {form.toUpperCase()}
            </Button>
          ))}
        </div>
      }
    >
      <Loaded query={query}>
        {page => <iframe className={styles.paper} sandbox="" srcDoc={page} title={t('reports.preview')} />}
      </Loaded>
    </Panel>
  )
}
