// Every version that was kept, and what it said.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { keyOf } from '../../shared/queries.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { putModel, versionQuery, versionsQuery } from './data.ts'
import styles from './model.module.css'

type Props = { readonly chosen: number | undefined; readonly onChoose: (version: number) => void }

export function Versions({ chosen, onChoose }: Props) {
  const { t } = useTranslation()
  const query = useQuery(versionsQuery(useHere()))
  return (
    <div className={styles.stack}>
      <Panel flush title={t('model.versions')}>
        <LoadedIfThere query={query}>
          {versions =>
            versions.length === 0 ? (
              <Empty icon="model" title={t('model.noVersions')} />
            ) : (
              <Table
                label={t('model.versions')}
                rows={versions}
                keyOf={({ version }) => String(version)}
                columns={[
                  { name: t('model.version'), cell: ({ version }) => version },
                  { name: t('model.by'), cell: ({ changed_by }) => <Name text={changed_by} /> },
                  { name: t('model.when'), cell: ({ changed_at }) => <Moment at={microsOf(changed_at)} /> },
                  {
                    name: '',
                    number: true,
                    cell: ({ version }) => (
                      <Button
                        size="compact-xs"
                        variant={version === chosen ? 'light' : 'subtle'}
                        onClick={() => onChoose(version)}
                      >
                        {t('model.look')}
                      </Button>
                    ),
                  },
                ]}
              />
            )
          }
        </LoadedIfThere>
      </Panel>
      {chosen !== undefined && <Source version={chosen} />}
    </div>
  )
}

function Source({ version }: { readonly version: number }) {
  const { t } = useTranslation()
  const here = useHere()
  const query = useQuery(versionQuery(here, version))
  const restore = useAct((source: string) => putModel(here, source), { renews: [keyOf(here)] })
  return (
    <Panel
      title={t('model.versionOf', { version })}
      aside={
        here.may('site.write') &&
        query.data && (
          <Button
            size="xs"
            variant="default"
            loading={restore.isPending}
            onClick={() => restore.mutate(query.data.source)}
          >
            {t('model.restore')}
          </Button>
        )
      }
    >
      <Loaded query={query}>{({ source }) => <pre className={styles.source}>{source}</pre>}</Loaded>
    </Panel>
  )
}
