// The obligations that there are: what each law asks, by when, and which legal entities it may oblige.
import { Badge } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Page, Panel } from '../../shared/page.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { plain } from '../../shared/text.ts'
import { inLanguage } from './data.ts'
import styles from './obligations.module.css'
import { type TemplateRow, templatesQuery, type Usage } from './template-data.ts'
import { TemplateView } from './template-view.tsx'

const route = getRouteApi('/$tenant/$site/obligations/templates')

export function TemplatesPage() {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const { template } = route.useSearch()
  const query = useQuery(templatesQuery(tenant))
  const params = { tenant, site }
  return (
    <Page
      title={t('owed.templates')}
      aside={
        template === undefined ? (
          <Link to="/$tenant/$site/obligations" params={params} className="link">
            {t('owed.toBoard')}
          </Link>
        ) : (
          <Link to="/$tenant/$site/obligations/templates" params={params} className="link">
            {t('owed.allTemplates')}
          </Link>
        )
      }
    >
      <p className={styles.notice}>{t('owed.notAdvice')}</p>
      <Loaded query={query}>
        {({ items, facts }) => {
          if (template === undefined) return <List items={items} />
          const row = items.find(one => one.template.id === template)
          return row ? (
            <TemplateView row={row} facts={facts} />
          ) : (
            <Empty title={t('owed.noSuchTemplate', { template })} />
          )
        }}
      </Loaded>
    </Page>
  )
}

/** What obliges somebody here first, then what may. */
const rank = ({ entities }: TemplateRow): number =>
  entities.some(({ applies }) => applies) ? 0 : entities.some(({ applies }) => applies === null) ? 1 : 2

function List({ items }: { readonly items: readonly TemplateRow[] }) {
  const { t, i18n } = useTranslation()
  const { tenant, site } = useHere()
  return (
    <Panel flush>
      <ul className={styles.clocks} aria-label={t('owed.templates')}>
        {items
          .toSorted((a, b) => rank(a) - rank(b))
          .map(({ template, entities, madeBy }) => (
            <li key={template.id} className={styles.clock}>
              <div className={styles.what}>
                <Link
                  to="/$tenant/$site/obligations/templates"
                  params={{ tenant, site }}
                  search={{ template: template.id }}
                  className="link"
                >
                  <strong>{inLanguage(template.title, i18n.language)}</strong>
                </Link>
                <div className="dim">
                  {template.id} · {t('owed.version', { version: template.version })} · {template.jurisdiction}
                  {madeBy !== null && ` · ${t('owed.ownTemplate')}`}
                </div>
              </div>
              <div className={styles.what}>
                <div>{plain(template.authority.name, 120)}</div>
                <Uses entities={entities} />
              </div>
            </li>
          ))}
      </ul>
    </Panel>
  )
}

/** Those whom it obliges, or may oblige. */
function Uses({ entities }: { readonly entities: readonly Usage[] }) {
  const { t } = useTranslation()
  const some = entities.filter(({ applies }) => applies !== false)
  if (some.length === 0) return <div className="dim">{t('owed.usedByNone')}</div>
  return (
    <div className={styles.badges}>
      {some.map(({ id, name, applies }) => (
        <Badge key={id} variant={applies ? 'light' : 'default'} tt="none">
          {plain(name, 60)} {applies === null && `(${t('owed.applies-unknown')})`}
        </Badge>
      ))}
    </div>
  )
}
