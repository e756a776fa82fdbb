import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import type { Status } from '../../shared/wire.ts'
import type { Like } from './scope.tsx'
import { WorkDialog } from './work-dialog.tsx'

/** What each status can become, the likeliest first. */
const next: Readonly<Record<Status, readonly Status[]>> = {
  open: ['confirmed', 'closed', 'accepted', 'suppressed'],
  confirmed: ['closed', 'accepted', 'suppressed', 'open'],
  accepted: ['open', 'closed'],
  suppressed: ['open', 'closed'],
  closed: ['open', 'confirmed'],
}
const NEEDS: Partial<Record<Status, string>> = { accepted: 'finding.accept', suppressed: 'finding.accept' }

type Props = {
  readonly ids: readonly string[]
  /** Of one finding; of several: null, and everything is offered. */
  readonly status: Status | null
  /** Of one finding. */
  readonly like?: Like
  readonly onDone?: () => void
}

export function WorkButtons({ ids, status, like, onDone = () => {} }: Props) {
  const { t } = useTranslation()
  const { may } = useHere()
  const [to, setTo] = useState<Status | null>(null)
  if (!may('finding.work')) return null
  const all: readonly Status[] = status ? next[status] : ['confirmed', 'closed', 'accepted', 'suppressed', 'open']
  const [first, ...others] = all.filter(name => may(NEEDS[name] ?? 'finding.work'))
  return (
    <>
      {first && (
        <Button size="xs" onClick={() => setTo(first)}>
          {t(`work.${first}`)}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default" rightSection={<Icon name="down" size={12} />}>
            {t('work.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map(name => (
            <Menu.Item key={name} onClick={() => setTo(name)}>
              {t(`work.${name}`)} …
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {to && <WorkDialog ids={ids} status={to} like={like ?? null} onClose={() => setTo(null)} onDone={onDone} />}
    </>
  )
}
