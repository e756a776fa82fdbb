// One playbook: read, changed, and how it came to be what it is.
import { Button, Group } from '@mantine/core'
import { FIRST_OWN, type Language } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Page } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import { microsOf } from '../../shared/time.ts'
import { useSay } from '../../shared/use-say.ts'
import { type InForce, playbookQuery, versionQuery, type Whole } from './data.ts'
import { Editor } from './editor.tsx'
import { History } from './history.tsx'
import styles from './playbooks.module.css'
import { Whose } from './playbooks-page.tsx'
import { Reader } from './reader.tsx'
import { Withdrawing } from './withdrawing.tsx'

const route = getRouteApi('/$tenant/$site/playbooks/$playbook')

export function PlaybookPage() {
  const { playbook } = route.useParams()
  const { view, version } = route.useSearch()
  const { t } = useTranslation()
  if (view === 'history')
    return (
      <Page title={t('playbooks.historyOf', { id: playbook })} aside={<Back />}>
        <History key={playbook} id={playbook} />
      </Page>
    )
  if (view === 'edit')
    return (
      <Page title={t('playbooks.change', { id: playbook })} aside={<Back />}>
        <Editor key={playbook} id={playbook} />
      </Page>
    )
  return version === undefined ? <Now id={playbook} /> : <Old key={version} id={playbook} version={version} />
}

function Back() {
  const { t } = useTranslation()
  const { playbook } = route.useParams()
  const { tenant, site } = useHere()
  return (
    <Link to="/$tenant/$site/playbooks/$playbook" params={{ tenant, site, playbook }} className="link">
      {t('playbooks.read')}
    </Link>
  )
}

function Now({ id }: { readonly id: string }) {
  const query = useQuery(playbookQuery(useHere().tenant, id))
  return (
    <Loaded query={query}>
      {whole => <Shown whole={whole} head={<Facts row={whole} />} aside={<Doing row={whole} />} />}
    </Loaded>
  )
}

/** An incident may have begun with it. */
function Old({ id, version }: { readonly id: string; readonly version: number }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const query = useQuery(versionQuery(tenant, id, version))
  const { data: inForce } = useQuery({ ...playbookQuery(tenant, id), retry: false })
  const isOld = inForce?.version !== version
  const name = version < FIRST_OWN ? String(version) : t('playbooks.own', { version: version - FIRST_OWN + 1 })
  return (
    <Loaded query={query}>
      {whole => (
        <Shown
          whole={whole}
          aside={<Back />}
          head={isOld && <p className={styles.old}>{t('playbooks.oldVersion', { version: name })}</p>}
        />
      )}
    </Loaded>
  )
}

type ShownProps = { readonly whole: Whole; readonly head: React.ReactNode; readonly aside: React.ReactNode }

function Shown({ whole: { playbook }, head, aside }: ShownProps) {
  const { in: asked } = route.useSearch()
  const { words, language } = useSay(asked)
  return (
    <Page
      title={`${playbook.id} ${words(playbook.title)}`}
      aside={
        <div className={styles.doing}>
          <OtherLanguage shown={language} />
          {aside}
        </div>
      }
    >
      {head}
      <Reader playbook={playbook} language={language} />
    </Page>
  )
}

const others = { en: 'de', de: 'en' } as const

function OtherLanguage({ shown }: { readonly shown: Language }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const other = others[shown]
  return (
    <Button
      size="xs"
      variant="default"
      onClick={() => void navigate({ to: '.', search: before => ({ ...before, in: other }), replace: true })}
    >
      {t(`language.${other}`)}
    </Button>
  )
}

function Doing({ row }: { readonly row: InForce }) {
  const { t } = useTranslation()
  const { tenant, site, may } = useHere()
  const params = { tenant, site, playbook: row.id }
  const to = '/$tenant/$site/playbooks/$playbook' as const
  return (
    <>
      <Button size="xs" variant="default" onClick={() => window.print()}>
        {t('playbooks.print')}
      </Button>
      <Button
        size="xs"
        variant="default"
        renderRoot={props => <Link {...props} to={to} params={params} search={{ view: 'history' }} />}
      >
        {t('playbooks.history')}
      </Button>
      {may('response.write') && (
        <Button
          size="xs"
          leftSection={<Icon name={row.isOwn ? 'edit' : 'copy'} size={14} />}
          renderRoot={props => <Link {...props} to={to} params={params} search={{ view: 'edit' }} />}
        >
          {t(row.isOwn ? 'playbooks.edit' : 'playbooks.copy')}
        </Button>
      )}
      {may('response.write') && row.isOwn && <Withdrawing row={row} />}
    </>
  )
}

/** Whose it is, since when, and why it was changed. */
function Facts({ row }: { readonly row: InForce }) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  return (
    <div className={styles.facts}>
      <Group gap="4px 16px">
        <span>
          <Whose row={row} />
        </span>
        {row.at !== null && (
          <span className="dim">
            <Moment at={microsOf(row.at)} as="short" /> <Name text={row.by} />: <Name text={row.note} />
          </span>
        )}
        <span className="dim">
          {row.exercised === null ? t('playbooks.neverExercised') : t('playbooks.exercised')}{' '}
          {row.exercised !== null && <Moment at={microsOf(row.exercised)} />}
        </span>
      </Group>
      {row.original !== null && row.basis !== null && (
        <p className={styles.old}>
          {t('playbooks.originalChanged', { basis: row.basis, original: row.original })}{' '}
          <Link
            to="/$tenant/$site/playbooks/$playbook"
            params={{ tenant, site, playbook: row.basis.split('@')[0]! }}
            search={{ view: 'history', from: numberOf(row.basis), to: numberOf(row.original) }}
            className="link"
          >
            {t('playbooks.whatChanged')}
          </Link>
        </p>
      )}
    </div>
  )
}

const numberOf = (name: string): number => Number(name.split('@')[1])
