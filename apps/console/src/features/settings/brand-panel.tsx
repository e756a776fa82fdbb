// A brand as a whole: how the console looks, and how reports do.
import { Button } from '@mantine/core'
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { Panel } from '../../shared/page.tsx'
import { meQuery } from '../../shared/queries.ts'
import { useAct } from '../../shared/use-act.ts'
import { type Branding, tidied } from './brand-data.ts'
import { BrandFields, BrandPreview } from './brand-fields.tsx'
import styles from './settings.module.css'
import { TemplateFields } from './template-fields.tsx'

type Props = {
  readonly title: string
  readonly own: Branding
  readonly above: Branding
  readonly disabled: boolean
  readonly save: (look: Branding) => Promise<unknown>
  readonly renews: readonly QueryKey[]
  /** Further fields, first. */
  readonly children?: ReactNode
}

export function BrandPanel({ title, own, above, disabled, save, renews, children }: Props) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const router = useRouter()
  const [look, setLook] = useState<Branding>(own)
  const { mutate, isPending, error } = useAct(() => save(tidied(look)), {
    renews,
    // The frame of the page knows the brand from the route, which asks once.
    onDone: async () => {
      await queries.fetchQuery({ ...meQuery, staleTime: 0 })
      await router.invalidate()
    },
  })
  const faults = error instanceof ApiError ? error.fields : {}
  const shared = { look, faults, onLook: setLook, disabled }
  const button = (
    <Button onClick={() => mutate()} loading={isPending} disabled={disabled}>
      {t('settings.save')}
    </Button>
  )
  return (
    <>
      <Panel title={title}>
        <div className={styles.look}>
          <div className={styles.fields}>
            {children}
            <BrandFields {...shared} above={above} />
            {button}
          </div>
          <BrandPreview look={{ ...above, ...tidied(look), colours: { ...above.colours, ...tidied(look).colours } }} />
        </div>
      </Panel>
      <Panel title={t('settings.template')}>
        <TemplateFields {...shared} />
        <div className={styles.below}>{button}</div>
      </Panel>
    </>
  )
}
