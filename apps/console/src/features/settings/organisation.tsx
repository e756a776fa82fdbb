// How the organisation looks, and how long its data are kept.
import { Button, ColorInput, FileButton, Group, NumberInput, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { productOf, useBrand } from '../../shared/brand.ts'
import { useHere } from '../../shared/here.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Panel } from '../../shared/page.tsx'
import { meQuery } from '../../shared/queries.ts'
import { useAct } from '../../shared/use-act.ts'
import { type Branding, changeTenant, type Retention, type Tenant, tenantQuery } from './data.ts'
import styles from './settings.module.css'

const OUR_ACCENT = '#0b6b81'
/** Bytes of a logo. */
const MOST_LOGO = 100_000

export function OrganisationTab() {
  const query = useQuery(tenantQuery(useHere().tenant))
  return (
    <LoadedIfThere query={query}>
      {tenant => (
        <div className={styles.stack}>
          <Look key={tenant.id} tenant={tenant} />
          <Keeping key={`${tenant.id} keeping`} tenant={tenant} />
        </div>
      )}
    </LoadedIfThere>
  )
}

const without = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined && part !== '')) as T

function Look({ tenant: { id, name, branding } }: { readonly tenant: Tenant }) {
  const { t } = useTranslation()
  const { may } = useHere()
  const brand = useBrand()
  const queries = useQueryClient()
  const router = useRouter()
  // The frame of the page knows the brand from the route, which asks once.
  const wear = async () => {
    await queries.fetchQuery({ ...meQuery, staleTime: 0 })
    await router.invalidate()
  }
  const [title, setTitle] = useState(name)
  const [look, setLook] = useState<Branding>(branding)
  const save = useAct(() => changeTenant(id, { name: title.trim(), branding: without(look) }), {
    renews: [['tenant', id]],
    onDone: wear,
  })
  const accent = look.colours?.accent ?? OUR_ACCENT
  const disabled = !may('tenant.write')
  return (
    <Panel title={t('settings.look')}>
      <div className={styles.look}>
        <div className={styles.fields}>
          <TextInput
            label={t('settings.organisation')}
            value={title}
            maxLength={200}
            disabled={disabled}
            onChange={event => setTitle(event.currentTarget.value)}
          />
          <TextInput
            label={t('settings.product')}
            placeholder={productOf(brand)}
            value={look.product ?? ''}
            maxLength={60}
            disabled={disabled}
            onChange={event => setLook({ ...look, product: event.currentTarget.value })}
          />
          <ColorInput
            label={t('settings.accent')}
            format="hex"
            eyeDropperButtonProps={{ 'aria-label': t('settings.pickColour') }}
            value={accent}
            disabled={disabled}
            onChange={colour => setLook({ ...look, colours: { ...look.colours, accent: colour } })}
          />
          <Logo look={look} onLook={setLook} disabled={disabled} />
          <Button onClick={() => save.mutate()} loading={save.isPending} disabled={disabled || title.trim() === ''}>
            {t('settings.save')}
          </Button>
        </div>
        <Preview look={look} accent={accent} />
      </div>
    </Panel>
  )
}

type LogoProps = { readonly look: Branding; readonly onLook: (look: Branding) => void; readonly disabled: boolean }

function Logo({ look, onLook, disabled }: LogoProps) {
  const { t } = useTranslation()
  const [fault, setFault] = useState<string | null>(null)
  const take = (file: File | null) => {
    if (!file) return
    setFault(file.size > MOST_LOGO ? t('settings.logoLarge') : null)
    if (file.size > MOST_LOGO) return
    const reader = new FileReader()
    reader.onload = () => onLook({ ...look, logo: String(reader.result) })
    reader.readAsDataURL(file)
  }
  const { logo: _, ...rest } = look
  return (
    <div>
      <Group gap={8}>
        <FileButton accept="image/png" onChange={take} disabled={disabled}>
          {props => (
            <Button {...props} size="xs" variant="default">
              {t('settings.logo')}
            </Button>
          )}
        </FileButton>
        {look.logo && (
          <Button size="xs" variant="subtle" onClick={() => onLook(rest)}>
            {t('settings.remove')}
          </Button>
        )}
      </Group>
      <p className={fault ? styles.fault : 'dim'}>{fault ?? t('settings.logoText')}</p>
    </div>
  )
}

/** As the head of the console will look. */
function Preview({ look, accent }: { readonly look: Branding; readonly accent: string }) {
  const { t } = useTranslation()
  return (
    <div className={styles.preview} role="img" aria-label={t('settings.preview')}>
      <div className={styles.previewHead}>
        {look.logo ? (
          <img src={look.logo} alt="" height={24} />
        ) : (
          <span className={styles.previewMark} style={{ background: accent }} />
        )}
        <strong>{look.product || productOf({})}</strong>
      </div>
      <div className={styles.previewBody}>
        <Button component="span" color={accent} autoContrast>
          {t('settings.save')}
        </Button>
      </div>
    </div>
  )
}

const kept = ['activity', 'values', 'findings', 'uploads', 'audit'] as const

function Keeping({ tenant: { id, retention } }: { readonly tenant: Tenant }) {
  const { t } = useTranslation()
  const { may } = useHere()
  const [days, setDays] = useState<Retention>(retention)
  const save = useAct(() => changeTenant(id, { retention: without(days) }), { renews: [['tenant', id]] })
  const disabled = !may('tenant.write')
  const change = (name: (typeof kept)[number], value: string | number) => {
    const { [name]: _, ...rest } = days
    setDays(value === '' ? rest : { ...rest, [name]: Number(value) })
  }
  return (
    <Panel title={t('settings.retention')}>
      <p className="dim" style={{ marginTop: 0 }}>
        {t('settings.retentionText')}
      </p>
      <div className={styles.days}>
        {kept.map(name => (
          <NumberInput
            key={name}
            label={t(`settings.keep-${name}`)}
            min={name === 'audit' ? 365 : 1}
            max={3650}
            allowDecimal={false}
            value={days[name] ?? ''}
            placeholder={t('settings.always')}
            disabled={disabled}
            onChange={value => change(name, value)}
          />
        ))}
      </div>
      <Button mt="md" onClick={() => save.mutate()} loading={save.isPending} disabled={disabled}>
        {t('settings.save')}
      </Button>
    </Panel>
  )
}
