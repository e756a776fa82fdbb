// A form tried out before anybody relies on it: what it would look like there, and what happens when it is really sent.
import { Alert, Button, Code } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ApiError, call } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import { useAct } from '../../shared/use-act.ts'
import { type Draft, lookAt, type Tried } from './destination-data.ts'
import styles from './settings.module.css'

const tones: Readonly<Record<string, string>> = { delivered: 'teal', refused: 'red', retry: 'yellow', fault: 'red' }

/** It stands at the end of a form that is longer than the window. */
const shown = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

/** What happens when something is really sent there. */
export function useTrial(id: string | null) {
  const { tenant } = useHere()
  return useAct(
    async (): Promise<Tried | null> =>
      id === null
        ? null
        : call('POST /api/tenants/{tenant}/destinations/{destination}/test', { path: { tenant, destination: id } }),
  )
}

export function TrialResult({ tried }: { readonly tried: Tried }) {
  const { t } = useTranslation()
  return (
    <Alert color={tones[tried.kind] ?? 'gray'} w="100%" role="status" ref={shown}>
      {t(`destinations.tried-${tried.kind}`)} {tried.why}
    </Alert>
  )
}

/** With the form as it stands: nothing is saved, nothing is sent. */
export const useLook = (draft: Draft) => {
  const { tenant } = useHere()
  return useAct(() => lookAt(tenant, draft))
}

export function Look({ look }: { readonly look: ReturnType<typeof useLook> }) {
  const { t } = useTranslation()
  const { data, error } = look
  // What is wrong with a field stands at it.
  const isOfField = error instanceof ApiError && Object.keys(error.fields).length > 0
  if (error && !isOfField) return <Alert color="red">{error.message}</Alert>
  if (!data) return null
  return (
    <section className={styles.told} aria-label={t('destinations.preview')} ref={shown}>
      <p className={styles.hint} role="status">
        {t(`destinations.look-${data.of}`, { title: data.title })}
      </p>
      <Code block tabIndex={0} className={styles.toldText}>
        {data.text}
      </Code>
    </section>
  )
}

/** Beside the buttons that save and send. */
export function LookButton({ look }: { readonly look: ReturnType<typeof useLook> }) {
  const { t } = useTranslation()
  return (
    <Button variant="default" onClick={() => look.mutate()} loading={look.isPending}>
      {t('destinations.preview')}
    </Button>
  )
}
