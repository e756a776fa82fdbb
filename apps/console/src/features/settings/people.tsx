// Who belongs to the organisation, and who is invited.
import { Button, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../shared/dialog.tsx'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { sitesQuery } from '../../shared/queries.ts'
import { SecretShown } from '../../shared/secret-shown.tsx'
import { Table } from '../../shared/table.tsx'
import { plain } from '../../shared/text.ts'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import {
  changeRole,
  type Invitation,
  invitationsQuery,
  invite,
  type Member,
  membersQuery,
  type Role,
  removeMember,
  revokeInvitation,
  roles,
} from './data.ts'
import styles from './settings.module.css'

export function PeopleTab() {
  const { t } = useTranslation()
  const { tenant, may } = useHere()
  const query = useQuery(membersQuery(tenant))
  const [isInviting, setInviting] = useState(false)
  const mayWrite = may('people.write')
  return (
    <div className={styles.stack}>
      <Panel
        flush
        title={t('settings.members')}
        aside={
          mayWrite && (
            <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => setInviting(true)}>
              {t('settings.invite')}
            </Button>
          )
        }
      >
        <LoadedIfThere query={query}>{rows => <Members rows={rows} mayWrite={mayWrite} />}</LoadedIfThere>
      </Panel>
      {mayWrite && <Invitations />}
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </div>
  )
}

function useRoles() {
  const { t } = useTranslation()
  return roles.map(value => ({ value, label: t(`settings.role-${value}`) }))
}

function useSiteNames() {
  const { t } = useTranslation()
  const { data: sites } = useQuery(sitesQuery(useHere().tenant))
  return [
    { value: '*', label: t('settings.allSites') },
    ...(sites ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ]
}

function Members({ rows, mayWrite }: { readonly rows: readonly Member[]; readonly mayWrite: boolean }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const roleData = useRoles()
  const sites = useSiteNames()
  const renews = [membersQuery(tenant).queryKey]
  const change = useAct(({ member, role }: { member: Member; role: Role }) => changeRole(tenant, member, role), {
    renews,
  })
  const remove = useAct((member: Member) => removeMember(tenant, member), { renews })
  return (
    <Table
      label={t('settings.members')}
      rows={rows}
      keyOf={({ user, site }) => `${user} ${site}`}
      columns={[
        { name: t('settings.person'), cell: ({ name, user }) => <Name text={name ?? user} /> },
        { name: t('settings.email'), cell: ({ email }) => <Name text={email} /> },
        {
          name: t('settings.site'),
          cell: ({ site }) => <Name text={sites.find(({ value }) => value === site)?.label ?? site} />,
        },
        {
          name: t('settings.role'),
          cell: member =>
            mayWrite ? (
              <Select
                size="xs"
                w={190}
                aria-label={t('settings.role')}
                data={roleData}
                value={member.role}
                allowDeselect={false}
                onChange={role => role && role !== member.role && change.mutate({ member, role })}
              />
            ) : (
              t(`settings.role-${member.role}`)
            ),
        },
        {
          name: '',
          number: true,
          cell: member =>
            mayWrite && (
              <Button size="compact-xs" variant="subtle" color="red" onClick={() => remove.mutate(member)}>
                {t('settings.remove')}
              </Button>
            ),
        },
      ]}
    />
  )
}

const isOpen = ({ used_at, revoked_at, expires_at }: Invitation): boolean =>
  used_at === null && revoked_at === null && Date.parse(expires_at) > Date.now()

function Invitations() {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const { data } = useQuery(invitationsQuery(tenant))
  const revoke = useAct((id: string) => revokeInvitation(tenant, id), { renews: [invitationsQuery(tenant).queryKey] })
  const open = data?.filter(isOpen) ?? []
  if (open.length === 0) return null
  return (
    <Panel flush title={t('settings.invitations')}>
      <Table
        label={t('settings.invitations')}
        rows={open}
        keyOf={({ id }) => id}
        columns={[
          { name: t('settings.email'), cell: ({ email }) => <Name text={email} /> },
          { name: t('settings.role'), cell: ({ role }) => t(`settings.role-${role}`) },
          { name: t('settings.until'), cell: ({ expires_at }) => <Moment at={microsOf(expires_at)} as="short" /> },
          {
            name: '',
            number: true,
            cell: ({ id }) => (
              <Button size="compact-xs" variant="subtle" color="red" onClick={() => revoke.mutate(id)}>
                {t('settings.revoke')}
              </Button>
            ),
          },
        ]}
      />
    </Panel>
  )
}

function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const roleData = useRoles()
  const sites = useSiteNames()
  const [person, setPerson] = useState({ email: '', role: 'analyst', site: '*' })
  const { mutate, data, isPending } = useAct(() => invite(tenant, { ...person, email: person.email.trim() }), {
    renews: [invitationsQuery(tenant).queryKey],
  })
  const change = (part: Partial<typeof person>) => setPerson({ ...person, ...part })
  return (
    <Dialog onClose={onClose} title={t('settings.invite')} closeOnClickOutside={!data}>
      {data ? (
        <Invited path={data.path} email={person.email.trim()} />
      ) : (
        <form
          onSubmit={event => {
            event.preventDefault()
            mutate()
          }}
        >
          <TextInput
            type="email"
            label={t('settings.email')}
            value={person.email}
            data-autofocus
            onChange={event => change({ email: event.currentTarget.value })}
          />
          <Select
            mt="sm"
            label={t('settings.role')}
            data={roleData}
            value={person.role}
            allowDeselect={false}
            onChange={role => role && change({ role })}
          />
          <Select
            mt="sm"
            label={t('settings.site')}
            data={sites}
            value={person.site}
            allowDeselect={false}
            onChange={site => site && change({ site })}
          />
          <Button type="submit" mt="lg" loading={isPending} disabled={!/^\S+@\S+$/.test(person.email.trim())}>
            {t('settings.sendInvitation')}
          </Button>
        </form>
      )}
    </Dialog>
  )
}

/** With mail the link is in a letter, and nobody else sees it. */
function Invited({ path, email }: { readonly path: string | null; readonly email: string }) {
  const { t } = useTranslation()
  if (path === null) return <p>{t('settings.inviteSent', { email: plain(email) })}</p>
  return <SecretShown secret={location.origin + path}>{t('settings.inviteText')}</SecretShown>
}
