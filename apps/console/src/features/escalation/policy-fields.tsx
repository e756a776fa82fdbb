// The fields of a policy, each with what is wrong with it.
import { Button, Fieldset, MultiSelect, NativeSelect, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { type Channel, channels, type Duty, type Policy, type Step } from '@nautilus/response'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import styles from './escalation.module.css'
import { useDuties } from './people.ts'
import { type Faults, Remove } from './roster-fields.tsx'

type Props = {
  readonly policy: Policy
  readonly faults: Faults
  readonly onChange: (part: Partial<Policy>) => void
}

const newStep: Step = { duties: [], channels: ['mail'], acknowledgeWithin: 15, tries: 1, fallback: null }

export function PolicyFields({ policy, faults, onChange }: Props) {
  const { t } = useTranslation()
  const { steps } = policy
  const put = (at: number, part: Partial<Step>) =>
    onChange({ steps: steps.map((one, index) => (index === at ? { ...one, ...part } : one)) })
  return (
    <div className={styles.stack}>
      {steps.map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name than their place
        <Fieldset key={at} legend={t('escalation.step', { number: at + 1 })}>
          <StepFields step={step} faults={below(faults, `steps.${at}.`)} onChange={part => put(at, part)} />
          {steps.length > 1 && (
            <Button
              mt="xs"
              size="compact-xs"
              variant="subtle"
              color="red"
              onClick={() => onChange({ steps: steps.filter((_, index) => index !== at) })}
            >
              {t('escalation.removeStep', { number: at + 1 })}
            </Button>
          )}
        </Fieldset>
      ))}
      {faults.steps && <p className={styles.fault}>{faults.steps}</p>}
      <div>
        <Button size="xs" variant="default" onClick={() => onChange({ steps: [...steps, newStep] })}>
          {t('escalation.addStep')}
        </Button>
      </div>
      <Everybody policy={policy} faults={faults} onChange={onChange} />
      <Inform policy={policy} faults={faults} onChange={onChange} />
      <NumberInput
        label={t('escalation.holds')}
        description={t('escalation.holdsText')}
        suffix={t('escalation.minutesSuffix')}
        min={1}
        value={policy.acknowledgementHolds}
        error={faults.acknowledgementHolds}
        onChange={value => onChange({ acknowledgementHolds: Number(value) })}
      />
      <Quiet policy={policy} faults={faults} onChange={onChange} />
    </div>
  )
}

/** Those of one part, by their names in it. */
const below = (faults: Faults, prefix: string): Faults =>
  Object.fromEntries(
    Object.entries(faults).flatMap(([field, text]) =>
      field.startsWith(prefix) ? [[field.slice(prefix.length), text]] : [],
    ),
  )

type Whom = { readonly duties: readonly Duty[]; readonly channels: readonly Channel[] }

function WhomFields({
  whom,
  faults,
  onChange,
}: {
  readonly whom: Whom
  readonly faults: Faults
  readonly onChange: (part: Partial<Whom>) => void
}) {
  const { t } = useTranslation()
  const { choices } = useDuties()
  return (
    <>
      <MultiSelect
        label={t('escalation.call')}
        className={styles.whole}
        data={choices}
        value={[...whom.duties]}
        error={faults.duties}
        searchable
        onChange={duties => onChange({ duties: duties as Duty[] })}
      />
      <ChannelField value={whom.channels} fault={faults.channels} onChange={next => onChange({ channels: next })} />
    </>
  )
}

function ChannelField({
  value,
  fault,
  onChange,
}: {
  readonly value: readonly Channel[]
  readonly fault: string | undefined
  readonly onChange: (channels: readonly Channel[]) => void
}) {
  const { t } = useTranslation()
  return (
    <MultiSelect
      label={t('escalation.by')}
      className={styles.whole}
      data={channels.map(channel => ({ value: channel, label: t(`escalation.channels.${channel}`) }))}
      value={[...value]}
      error={fault}
      onChange={next => onChange(next as Channel[])}
    />
  )
}

function StepFields({
  step,
  faults,
  onChange,
}: {
  readonly step: Step
  readonly faults: Faults
  readonly onChange: (part: Partial<Step>) => void
}) {
  const { t } = useTranslation()
  const { choices } = useDuties()
  return (
    <div className={styles.fields}>
      <WhomFields whom={step} faults={faults} onChange={onChange} />
      <NumberInput
        label={t('escalation.within')}
        suffix={t('escalation.minutesSuffix')}
        min={1}
        value={step.acknowledgeWithin}
        error={faults.acknowledgeWithin}
        onChange={value => onChange({ acknowledgeWithin: Number(value) })}
      />
      <NumberInput
        label={t('escalation.tries')}
        min={1}
        allowDecimal={false}
        value={step.tries}
        error={faults.tries}
        onChange={value => onChange({ tries: Number(value) })}
      />
      <Select
        label={t('escalation.fallback')}
        placeholder={t('escalation.deputiesAlone')}
        data={choices}
        value={step.fallback}
        error={faults.fallback}
        clearable
        searchable
        onChange={fallback => onChange({ fallback })}
      />
    </div>
  )
}

function Everybody({ policy: { everybody }, faults, onChange }: Props) {
  const { t } = useTranslation()
  const put = (part: Partial<Policy['everybody']>) => onChange({ everybody: { ...everybody, ...part } })
  const own = below(faults, 'everybody.')
  return (
    <Fieldset legend={t('escalation.everybody')}>
      <p className={styles.hint}>{t('escalation.everybodyText')}</p>
      <div className={styles.fields}>
        <WhomFields whom={everybody} faults={own} onChange={put} />
        <NumberInput
          label={t('escalation.every')}
          suffix={t('escalation.minutesSuffix')}
          min={1}
          value={everybody.every}
          error={own.every}
          onChange={value => put({ every: Number(value) })}
        />
        <NumberInput
          label={t('escalation.tries')}
          min={1}
          allowDecimal={false}
          value={everybody.tries}
          error={own.tries}
          onChange={value => put({ tries: Number(value) })}
        />
      </div>
    </Fieldset>
  )
}

function Inform({ policy: { inform }, faults, onChange }: Props) {
  const { t } = useTranslation()
  const { choices } = useDuties()
  const put = (at: number, part: Partial<Policy['inform'][number]>) =>
    onChange({ inform: inform.map((one, index) => (index === at ? { ...one, ...part } : one)) })
  const left = choices.find(({ value }) => inform.every(({ duty }) => duty !== value))
  return (
    <Fieldset legend={t('escalation.inform')}>
      <p className={styles.hint}>{t('escalation.informText')}</p>
      {inform.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name than their place
        <div key={at} className={styles.fields}>
          <Select
            label={t('escalation.duty')}
            data={choices}
            value={one.duty}
            allowDeselect={false}
            searchable
            onChange={duty => duty && put(at, { duty })}
          />
          <ChannelField value={one.channels} fault={undefined} onChange={next => put(at, { channels: next })} />
          <div className={styles.withRemove}>
            <NumberInput
              label={t('escalation.after')}
              suffix={t('escalation.minutesSuffix')}
              min={0}
              value={one.after}
              error={faults[`inform.${at}.after`]}
              onChange={value => put(at, { after: Number(value) })}
            />
            <Remove onClick={() => onChange({ inform: inform.filter((_, index) => index !== at) })} />
          </div>
        </div>
      ))}
      <Button
        mt="xs"
        size="compact-xs"
        variant="default"
        disabled={left === undefined}
        onClick={() => left && onChange({ inform: [...inform, { duty: left.value, channels: ['mail'], after: 30 }] })}
      >
        {t('escalation.addInform')}
      </Button>
    </Fieldset>
  )
}

function Quiet({ policy: { quiet }, faults, onChange }: Props) {
  const { t } = useTranslation()
  const { timeZone } = useHere()
  const put = (part: Partial<NonNullable<Policy['quiet']>>) => quiet && onChange({ quiet: { ...quiet, ...part } })
  return (
    <Fieldset legend={t('escalation.quiet')}>
      <Switch
        label={t('escalation.quietText')}
        checked={quiet !== null}
        mb={quiet ? 'sm' : 0}
        onChange={event =>
          onChange({
            quiet: event.currentTarget.checked ? { from: '22:00', to: '06:00', timeZone, upTo: 'low' } : null,
          })
        }
      />
      {quiet && (
        <div className={styles.fields}>
          {(['from', 'to'] as const).map(name => (
            <TextInput
              key={name}
              type="time"
              label={t(`escalation.quiet-${name}`)}
              value={quiet[name]}
              error={faults[`quiet.${name}`]}
              onChange={event => put({ [name]: event.currentTarget.value.slice(0, 5) })}
            />
          ))}
          <TextInput
            label={t('escalation.timeZone')}
            value={quiet.timeZone}
            error={faults['quiet.timeZone']}
            maxLength={64}
            onChange={event => put({ timeZone: event.currentTarget.value.trim() })}
          />
          <NativeSelect
            label={t('escalation.upTo')}
            data={(['recorded', 'low'] as const).map(value => ({ value, label: t(`severity.${value}`) }))}
            value={quiet.upTo}
            onChange={event => put({ upTo: event.currentTarget.value as 'low' })}
          />
        </div>
      )}
    </Fieldset>
  )
}
