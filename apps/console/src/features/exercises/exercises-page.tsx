// Exercises: what is due, a story to play, and how long it took. Nothing of it counts among what is real.
import { Button, Select, TextInput } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, call, type Place } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Page, Panel } from '../../shared/page.tsx'
import { usePlaybookTitle } from '../../shared/playbooks.ts'
import { meQuery } from '../../shared/queries.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf, span } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { useWords } from '../../shared/words.ts'

const base = '/api/tenants/{tenant}/sites/{site}/exercises' as const
type All = Answer<`GET ${typeof base}`>
type Row = All['items'][number]
type Report = { readonly measures: Readonly<Record<string, number | null>> }

const keyOf = ({ tenant, site }: Place) => ['exercises', tenant, site]
const exercisesQuery = ({ tenant, site }: Place) =>
  queryOptions({
    queryKey: keyOf({ tenant, site }),
    queryFn: ({ signal }) => call(`GET ${base}`, { path: { tenant, site } }, { signal }),
  })

export function ExercisesPage() {
  const { t } = useTranslation()
  const here = useHere()
  const query = useQuery(exercisesQuery(here))
  return (
    <Page title={t('page.exercises')}>
      <Loaded query={query}>
        {all => (
          <>
            {here.may('exercise.run') && <Start stories={all.stories as readonly Story[]} />}
            <Held rows={all.items} />
            <Due rows={all.due} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

type Story = { readonly id: string; readonly title: string; readonly kind: string }

function Start({ stories }: { readonly stories: readonly Story[] }) {
  const { t } = useTranslation()
  const words = useWords()
  const { tenant, site } = useHere()
  const me = useQuery(meQuery)
  const [story, setStory] = useState<string | null>(stories[0]?.id ?? null)
  const [title, setTitle] = useState('')
  const start = useAct(
    () => {
      const people = me.data ? [me.data.person.id] : []
      const body = { story: story!, people, ...(title.trim() ? { title } : {}) }
      return call(`POST ${base}`, { path: { tenant, site }, body })
    },
    { renews: [keyOf({ tenant, site })] },
  )
  return (
    <Panel title={t('exercises.start')}>
      <p className="dim">{t('exercises.startText')}</p>
      <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: 10 }}>
        <Select
          label={t('exercises.story')}
          w="100%"
          maw={560}
          data={stories.map(story => ({ value: story.id, label: words.story(story) }))}
          value={story}
          onChange={setStory}
        />
        <TextInput
          label={t('exercises.title')}
          value={title}
          maxLength={200}
          onChange={event => setTitle(event.currentTarget.value)}
        />
        <Button disabled={story === null} loading={start.isPending} onClick={() => start.mutate()}>
          {t('exercises.play')}
        </Button>
      </div>
    </Panel>
  )
}

function Held({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useTranslation()
  const here = useHere()
  const { tenant, site } = here
  const end = useAct((exercise: string) => call(`POST ${base}/{exercise}/end`, { path: { tenant, site, exercise } }), {
    renews: [keyOf(here)],
  })
  if (rows.length === 0)
    return (
      <Panel flush>
        <Empty icon="play" title={t('exercises.none')}>
          <p>{t('exercises.noneText')}</p>
        </Empty>
      </Panel>
    )
  const measure = (name: 'acknowledge' | 'decide' | 'recover') => ({
    name: t(`exercises.${name}`),
    number: true,
    cell: ({ report }: Row) => {
      const took = (report as Report | null)?.measures[name]
      return typeof took === 'number' ? span(took) : '–'
    },
  })
  return (
    <Panel flush title={t('exercises.held')}>
      <Table
        label={t('exercises.held')}
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          { name: t('exercises.title'), cell: ({ title }) => <Name text={title} /> },
          { name: t('exercises.playbook'), cell: ({ playbook }) => <Name text={playbook ?? ''} fallback="" mono /> },
          { name: t('exercises.began'), cell: ({ started_at }) => <Moment at={microsOf(started_at)} /> },
          ...[measure('acknowledge'), measure('decide'), measure('recover')],
          {
            name: t('exercises.state'),
            cell: ({ id, state }) =>
              state === 'running' && here.may('exercise.run') ? (
                <Button size="compact-xs" variant="default" loading={end.isPending} onClick={() => end.mutate(id)}>
                  {t('exercises.end')}
                </Button>
              ) : (
                t(`exercises.state-${state}`)
              ),
          },
        ]}
      />
    </Panel>
  )
}

function Due({ rows }: { readonly rows: All['due'] }) {
  const { t } = useTranslation()
  const titleOf = usePlaybookTitle()
  return (
    <Panel flush title={t('exercises.due')}>
      <Table
        label={t('exercises.due')}
        rows={rows}
        keyOf={({ playbook }) => playbook}
        columns={[
          { name: t('exercises.playbook'), cell: ({ playbook }) => <Name text={playbook} mono /> },
          { name: t('exercises.title'), cell: ({ playbook, title }) => <Name text={titleOf(playbook) ?? title} /> },
          { name: t('exercises.last'), cell: ({ last }) => <Moment at={microsOf(last)} as="short" /> },
          {
            name: t('exercises.when'),
            cell: ({ due, over }) => (over ? t('exercises.now') : <Moment at={microsOf(due)} as="short" />),
          },
        ]}
      />
    </Panel>
  )
}
