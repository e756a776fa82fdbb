// Name, picture, colour and language of a brand; what is empty is inherited.
import { Button, ColorInput, FileButton, Group, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { productOf } from '../../shared/brand.ts'
import type { Branding } from './brand-data.ts'
import styles from './settings.module.css'

export const OUR_ACCENT = '#0b6b81'
/** Bytes of a logo. */
const MOST_LOGO = 100_000

export type Faults = Readonly<Record<string, string>>
export type BrandProps = {
  readonly look: Branding
  /** What is used where nothing is chosen. */
  readonly above: Branding
  readonly faults: Faults
  readonly onLook: (look: Branding) => void
  readonly disabled: boolean
}

export function BrandFields({ look, above, faults, onLook, disabled }: BrandProps) {
  const { t } = useTranslation()
  return (
    <>
      <TextInput
        label={t('settings.product')}
        placeholder={above.product ?? t('settings.inherited')}
        value={look.product ?? ''}
        maxLength={60}
        disabled={disabled}
        error={faults['branding.product']}
        onChange={event => onLook({ ...look, product: event.currentTarget.value })}
      />
      <ColorInput
        label={t('settings.accent')}
        format="hex"
        eyeDropperButtonProps={{ 'aria-label': t('settings.pickColour') }}
        placeholder={above.colours?.accent ?? OUR_ACCENT}
        value={look.colours?.accent ?? ''}
        disabled={disabled}
        onChange={accent => onLook({ ...look, colours: { ...look.colours, accent } })}
      />
      <Select
        label={t('settings.brandLanguage')}
        description={t('settings.brandLanguageText')}
        placeholder={above.language ? t(`reports.language-${above.language}`) : t('settings.inherited')}
        clearable
        disabled={disabled}
        data={(['en', 'de'] as const).map(value => ({ value, label: t(`reports.language-${value}`) }))}
        value={look.language ?? null}
        onChange={language => onLook(speaking(look, language))}
      />
      <Logo {...{ look, onLook, disabled }} fault={faults['branding.logo']} />
    </>
  )
}

const speaking = ({ language: _, ...rest }: Branding, language: string | null): Branding =>
  language === 'en' || language === 'de' ? { ...rest, language } : rest

type LogoProps = Pick<BrandProps, 'look' | 'onLook' | 'disabled'> & { readonly fault: string | undefined }

function Logo({ look, onLook, disabled, fault: told }: LogoProps) {
  const { t } = useTranslation()
  const [isLarge, setLarge] = useState(false)
  const take = (file: File | null) => {
    if (!file) return
    setLarge(file.size > MOST_LOGO)
    if (file.size > MOST_LOGO) return
    const reader = new FileReader()
    reader.onload = () => onLook({ ...look, logo: String(reader.result) })
    reader.readAsDataURL(file)
  }
  const { logo: _, ...rest } = look
  const fault = isLarge ? t('settings.logoLarge') : told && t('settings.logoFault', { fault: told })
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
          <Button size="xs" variant="subtle" disabled={disabled} onClick={() => onLook(rest)}>
            {t('settings.remove')}
          </Button>
        )}
      </Group>
      <p className={fault ? styles.fault : 'dim'} role={fault ? 'alert' : undefined}>
        {fault ?? t('settings.logoText')}
      </p>
    </div>
  )
}

/** As the head of the console will look. */
export function BrandPreview({ look }: { readonly look: Branding }) {
  const { t } = useTranslation()
  const accent = look.colours?.accent ?? OUR_ACCENT
  return (
    <div className={styles.preview} role="img" aria-label={t('settings.preview')}>
      <div className={styles.previewHead}>
        {look.logo ? (
          <img src={look.logo} alt="" height={24} />
        ) : (
          <span className={styles.previewMark} style={{ background: accent }} />
        )}
        <strong>{productOf(look)}</strong>
      </div>
      <div className={styles.previewBody}>
        <Button component="span" color={accent} autoContrast>
          {t('settings.save')}
        </Button>
      </div>
    </div>
  )
}
