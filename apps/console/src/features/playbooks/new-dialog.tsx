// A playbook under an id of its own, made from one that there is.
import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import type { Text } from '@nautilus/response'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../shared/dialog.tsx'
import { useHere } from '../../shared/here.tsx'
import { useSay } from '../../shared/use-say.ts'
import type { Row } from './data.ts'

const FORM = /^(?!PB-)[A-Z][A-Z0-9]{0,7}-\d{2,4}$/

type Props = { readonly rows: readonly Row[]; readonly onClose: () => void }

export function NewDialog({ rows, onClose }: Props) {
  const { t } = useTranslation()
  const { words } = useSay()
  const { tenant, site } = useHere()
  const navigate = useNavigate()
  // What came along is what it is based on, also where a copy of it is in force.
  const originals = rows.filter(({ cameAlong }) => cameAlong)
  const nameOf = ({ id, version, isOwn, basis, original }: Row) =>
    (isOwn ? (original ?? basis) : `${id}@${version}`) ?? ''
  const [id, setId] = useState('')
  const [of, setOf] = useState(originals[0] ? nameOf(originals[0]) : '')
  const isTaken = rows.some(row => row.id === id)
  const isGood = FORM.test(id) && !isTaken && of !== ''
  const fault = id === '' || isGood ? null : t(isTaken ? 'playbooks.idTaken' : 'playbooks.idWrong')
  return (
    <Dialog onClose={onClose} title={t('playbooks.new')}>
      <form
        onSubmit={event => {
          event.preventDefault()
          const params = { tenant, site, playbook: id }
          if (isGood) void navigate({ to: '/$tenant/$site/playbooks/$playbook', params, search: { view: 'edit', of } })
        }}
      >
        <p className="dim" style={{ marginTop: 0 }}>
          {t('playbooks.newText')}
        </p>
        <TextInput
          label={t('playbooks.id')}
          placeholder="SITE-01"
          value={id}
          maxLength={13}
          error={fault}
          onChange={event => setId(event.currentTarget.value.toUpperCase())}
        />
        <NativeSelect
          mt="sm"
          label={t('playbooks.madeFrom')}
          value={of}
          data={originals.map(row => ({ value: nameOf(row), label: `${row.id} ${words(row.title as Text)}` }))}
          onChange={event => setOf(event.currentTarget.value)}
        />
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('incident.cancel')}
          </Button>
          <Button type="submit" disabled={!isGood}>
            {t('playbooks.begin')}
          </Button>
        </Group>
      </form>
    </Dialog>
  )
}
