// How everybody is reached: each channel of each person, and what the site has for all. Secrets go in and never come out.
import { Alert, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { useAct } from '../../shared/use-act.ts'
import { ContactDialog } from './contact-dialog.tsx'
import { type ContactRow, contactsQuery, escalationKey, removeContact, type Tried, tryContact } from './data.ts'
import styles from './escalation.module.css'
import { usePeople } from './people.ts'

type Edited = Pick<ContactRow, 'person' | 'channel' | 'kind'> | 'new'

export function ContactsTab() {
  const { t } = useTranslation()
  const here = useHere()
  const query = useQuery(contactsQuery(here))
  const [edited, setEdited] = useState<Edited | null>(null)
  const [tried, setTried] = useState<(Tried & { readonly about: ContactRow }) | null>(null)
  return (
    <div className={styles.stack}>
      {tried && <Result tried={tried} onClose={() => setTried(null)} />}
      <Panel
        title={t('escalation.contacts')}
        flush
        aside={
          <Button size="xs" onClick={() => setEdited('new')}>
            {t('escalation.newContact')}
          </Button>
        }
      >
        <p className={styles.lead}>{t('escalation.contactsText')}</p>
        <Loaded query={query}>
          {({ items, kinds }) => (
            <>
              {items.length === 0 ? (
                <Empty icon="person" title={t('escalation.noContacts')}>
                  <p>{t('escalation.noContactsText')}</p>
                </Empty>
              ) : (
                <List items={items} onEdit={setEdited} onTried={setTried} />
              )}
              {edited && (
                <ContactDialog
                  kinds={kinds}
                  contact={edited === 'new' ? null : edited}
                  onClose={() => setEdited(null)}
                />
              )}
            </>
          )}
        </Loaded>
      </Panel>
    </div>
  )
}

function Result({
  tried: { kind, why, about },
  onClose,
}: {
  readonly tried: Tried & { readonly about: ContactRow }
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const { nameOf } = usePeople()
  const isGood = kind === 'ok'
  const where = { person: nameOf(about.person), channel: t(`escalation.channels.${about.channel}`) }
  return (
    <Alert
      color={isGood ? 'green' : kind === 'by-hand' ? 'blue' : 'red'}
      variant="light"
      role="status"
      withCloseButton
      closeButtonLabel={t('escalation.close')}
      onClose={onClose}
      title={t(`escalation.tried-${kind as 'ok'}`, { defaultValue: kind, ...where })}
    >
      {isGood ? t('escalation.triedText', where) : why}
    </Alert>
  )
}

type ListProps = {
  readonly items: readonly ContactRow[]
  readonly onEdit: (contact: ContactRow) => void
  readonly onTried: (tried: Tried & { readonly about: ContactRow }) => void
}

function List({ items, onEdit, onTried }: ListProps) {
  const { t } = useTranslation()
  const here = useHere()
  const { nameOf } = usePeople()
  const attempt = useAct(async (about: ContactRow) => ({ ...(await tryContact(here, about)), about }), {
    onDone: onTried,
  })
  const remove = useAct((contact: ContactRow) => removeContact(here, contact), { renews: [escalationKey(here)] })
  const named = (contact: ContactRow) => `${nameOf(contact.person)}, ${t(`escalation.channels.${contact.channel}`)}`
  return (
    <Table
      label={t('escalation.contacts')}
      rows={items}
      keyOf={({ person, channel }) => `${person} ${channel}`}
      columns={[
        { name: t('escalation.person'), cell: ({ person }) => <Name text={nameOf(person)} /> },
        { name: t('escalation.channel'), cell: ({ channel }) => t(`escalation.channels.${channel}`) },
        { name: t('escalation.shown'), cell: ({ shown }) => <Name text={shown} mono /> },
        {
          name: t('escalation.do'),
          cell: contact => (
            <span className={styles.inline}>
              <Button
                size="compact-xs"
                variant="default"
                loading={attempt.isPending && attempt.variables === contact}
                aria-label={`${t('escalation.test')}: ${named(contact)}`}
                onClick={() => attempt.mutate(contact)}
              >
                {t('escalation.test')}
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`${t('escalation.change')}: ${named(contact)}`}
                onClick={() => onEdit(contact)}
              >
                {t('escalation.change')}
              </Button>
              <Button
                size="compact-xs"
                variant="subtle"
                color="red"
                aria-label={`${t('escalation.remove')}: ${named(contact)}`}
                onClick={() => remove.mutate(contact)}
              >
                {t('escalation.remove')}
              </Button>
            </span>
          ),
        },
      ]}
    />
  )
}
