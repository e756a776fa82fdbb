// How reports are to be: what stands before and below, whom to ask, which parts in which order.
import { ActionIcon, Button, ColorInput, Group, MultiSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { Loaded } from '../../shared/states.tsx'
import { type Branding, type Library, sectionsQuery, type Template } from './brand-data.ts'
import type { BrandProps, Faults } from './brand-fields.tsx'
import styles from './settings.module.css'

const languages = ['en', 'de'] as const
const MOST_CONTACTS = 8

export function TemplateFields({ look, faults, onLook, disabled }: Omit<BrandProps, 'above'>) {
  const { t } = useTranslation()
  const report: Template = look.report ?? {}
  const change = (part: Partial<Template>) => onLook({ ...look, report: { ...report, ...part } } as Branding)
  return (
    <div className={styles.fields}>
      <p className={styles.hint}>{t('settings.templateText')}</p>
      {(['cover', 'footer'] as const).flatMap(part =>
        languages.map(language => (
          <Textarea
            key={`${part} ${language}`}
            label={t(`settings.template-${part}`, { language: t(`reports.language-${language}`) })}
            autosize
            minRows={part === 'cover' ? 3 : 1}
            maxLength={part === 'cover' ? 2000 : 120}
            disabled={disabled}
            value={report[part]?.[language] ?? ''}
            error={faults[`branding.report.${part}.${language}`]}
            onChange={event => change({ [part]: { ...report[part], [language]: event.currentTarget.value } })}
          />
        )),
      )}
      <ColorInput
        label={t('settings.templateAccent')}
        format="hex"
        eyeDropperButtonProps={{ 'aria-label': t('settings.pickColour') }}
        value={report.accent ?? ''}
        disabled={disabled}
        onChange={accent => change({ accent })}
      />
      <Contact rows={report.contact ?? []} {...{ faults, disabled }} onRows={contact => change({ contact })} />
      <Sections chosen={report.sections ?? {}} {...{ faults, disabled }} onChosen={sections => change({ sections })} />
    </div>
  )
}

type Row = NonNullable<Template['contact']>[number]
type ContactProps = {
  readonly rows: readonly Row[]
  readonly faults: Faults
  readonly disabled: boolean
  readonly onRows: (rows: Row[]) => void
}

function Contact({ rows, faults, disabled, onRows }: ContactProps) {
  const { t } = useTranslation()
  const put = (at: number, part: Partial<Row>) =>
    onRows(rows.map((row, index) => (index === at ? { ...row, ...part } : row)))
  return (
    <fieldset className={styles.group}>
      <legend>{t('settings.contact')}</legend>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
        <Group key={at} gap={8} align="start" wrap="nowrap">
          {(['label', 'value'] as const).map(name => (
            <TextInput
              key={name}
              aria-label={t(`settings.contact-${name}`, { number: at + 1 })}
              placeholder={t(`settings.contact-${name}`, { number: at + 1 })}
              flex={name === 'label' ? 2 : 5}
              maxLength={name === 'label' ? 40 : 200}
              disabled={disabled}
              value={row[name]}
              error={faults[`branding.report.contact.${at}.${name}`]}
              onChange={event => put(at, { [name]: event.currentTarget.value })}
            />
          ))}
          <ActionIcon
            variant="default"
            size={36}
            disabled={disabled}
            aria-label={t('settings.contactRemove', { number: at + 1 })}
            onClick={() => onRows(rows.filter((_, index) => index !== at))}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        </Group>
      ))}
      {rows.length < MOST_CONTACTS && (
        <Button
          size="xs"
          variant="default"
          disabled={disabled}
          onClick={() => onRows([...rows, { label: '', value: '' }])}
        >
          {t('settings.contactAdd')}
        </Button>
      )}
    </fieldset>
  )
}

type SectionsProps = {
  readonly chosen: NonNullable<Template['sections']>
  readonly faults: Faults
  readonly disabled: boolean
  readonly onChosen: (chosen: Record<string, string[]>) => void
}

function Sections({ chosen, faults, disabled, onChosen }: SectionsProps) {
  const { t } = useTranslation()
  const query = useQuery(sectionsQuery(useHere().tenant))
  const faultOf = (kind: string) =>
    Object.entries(faults).find(([field]) => field.startsWith(`branding.report.sections.${kind}`))?.[1]
  return (
    <fieldset className={styles.group}>
      <legend>{t('settings.sections')}</legend>
      <Loaded query={query}>
        {(library: Library) =>
          library.map(({ kind, sections }) => (
            <MultiSelect
              key={kind}
              label={t(`reports.title-${kind}` as 'reports.title-board')}
              placeholder={(chosen[kind] ?? []).length === 0 ? t('settings.allSections') : ''}
              data={sections.map(value => ({
                value,
                label: t(`settings.section-${value}` as 'settings.section-figures'),
              }))}
              value={[...(chosen[kind] ?? [])]}
              disabled={disabled}
              error={faultOf(kind)}
              onChange={own => onChosen({ ...chosen, [kind]: own } as Record<string, string[]>)}
            />
          ))
        }
      </Loaded>
    </fieldset>
  )
}
