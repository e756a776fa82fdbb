// What is due when, over all incidents of all sites.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Page, Panel } from '../../shared/page.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { plain } from '../../shared/text.ts'
import { ClockBar } from './clock-bar.tsx'
import { type BoardRow, boardQuery, inLanguage } from './data.ts'
import styles from './obligations.module.css'

/** States in which nothing is to be done. */
const quiet: ReadonlySet<string> = new Set(['offered', 'not-needed'])

export function ObligationsPage() {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const query = useQuery(boardQuery(tenant))
  return (
    <Page
      title={t('page.obligations')}
      aside={
        <Link to="/$tenant/$site/obligations/templates" params={{ tenant, site }} className="link">
          {t('owed.toTemplates')}
        </Link>
      }
    >
      <p className={styles.notice}>{t('owed.notAdvice')}</p>
      <Panel title={t('owed.board')} flush>
        <Loaded query={query}>
          {({ items, more }) => (
            <>
              <Board rows={items.filter(({ clock }) => !quiet.has(clock.state))} />
              {more && <p className="dim">{t('owed.more')}</p>}
            </>
          )}
        </Loaded>
      </Panel>
    </Page>
  )
}

function Board({ rows }: { readonly rows: readonly BoardRow[] }) {
  const { t } = useTranslation()
  if (rows.length === 0) return <Empty title={t('owed.nothing')}>{t('owed.nothingText')}</Empty>
  return (
    <ul className={styles.clocks}>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stage on request may be there several times
        <li key={`${row.site} ${row.incident} ${row.obligation} ${row.clock.stage} ${at}`} className={styles.clock}>
          <About row={row} />
          <ClockBar clock={row.clock} timeZone={row.timeZone} />
        </li>
      ))}
    </ul>
  )
}

function About({ row }: { readonly row: BoardRow }) {
  const { t, i18n } = useTranslation()
  const { tenant } = useHere()
  const { site, incident, title, entity, siteName, authority, name, clock, exercise } = row
  return (
    <div className={styles.what}>
      <Link to="/$tenant/$site/incidents/$incident/obligations" params={{ tenant, site, incident }}>
        <strong>
          {inLanguage(clock.label, i18n.language)} · {plain(inLanguage(name, i18n.language), 80)}
        </strong>
      </Link>
      <div>{plain(title, 120)}</div>
      <div className="dim">
        {plain(entity ?? t('owed.noEntity'), 80)} · {plain(siteName, 60)} · {plain(authority, 80)}
        {exercise && ` · ${t('owed.exercise')}`}
      </div>
    </div>
  )
}
