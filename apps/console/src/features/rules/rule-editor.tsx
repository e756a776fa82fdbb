// One rule: its text, what is wrong with it, what it would have found, and whether it holds.
import { Button, Switch, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Panel } from '../../shared/page.tsx'
import { takeDraft } from '../../shared/rule-draft.ts'
import { type Fault, SourceEditor } from '../../shared/source-editor.tsx'
import { useAct } from '../../shared/use-act.ts'
import { checkRule, enableRule, makeRule, putRule, type Rule, removeRule, rulesQuery } from './data.ts'
import { TrialPanel } from './trial-panel.tsx'

/** ms of rest before what is typed is checked. */
const REST = 600

const BEGINNING = `title: Somebody wrote at night
logsource: { product: nautilus, category: activity }
detection:
  writes: { verb: write, outcome: ok }
  night: { hour|gte: 22 }
  early: { hour|lt: 6 }
  condition: writes and (night or early)
level: medium
`

const titleIn = (source: string): string => /^title:\s*['"]?(.*?)['"]?\s*$/m.exec(source)?.[1]?.slice(0, 120) ?? ''

type Props = { readonly rule: Rule | null; readonly onShow: (rule: string | undefined) => void }

export function RuleEditor({ rule, onShow }: Props) {
  const { t } = useTranslation()
  const { tenant, may } = useHere()
  const [source, setSource] = useState(() => rule?.source ?? takeDraft() ?? BEGINNING)
  const [name, setName] = useState(rule?.name ?? titleIn(source))
  const faults = useFaults(source, rule)
  const mayWrite = may('rule.write')
  const isChanged = rule === null || source !== rule.source || name !== rule.name
  const renews = [rulesQuery(tenant).queryKey]
  const save = useAct(
    async () => (rule ? await putRule(tenant, rule, name, source) : await makeRule(tenant, name, source)),
    {
      renews,
      onDone: ({ id }) => {
        notifications.show({ message: t('rules.saved') })
        onShow(id)
      },
    },
  )
  const canSave = mayWrite && isChanged && faults.length === 0 && name.trim() !== ''
  return (
    <>
      <Panel>
        <TextInput
          mb="sm"
          maw={460}
          label={t('rules.name')}
          value={name}
          maxLength={120}
          readOnly={!mayWrite}
          onChange={event => setName(event.currentTarget.value)}
        />
        <SourceEditor
          label={t('rules.source')}
          text={source}
          faults={faults}
          readOnly={!mayWrite}
          placeholder="title: …"
          onText={setSource}
          onSave={() => {
            if (canSave) save.mutate()
          }}
        />
        {mayWrite && (
          <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 10, marginTop: 12 }}>
            <Button onClick={() => save.mutate()} loading={save.isPending} disabled={!canSave}>
              {t('rules.save')}
            </Button>
            {rule && <Enabling rule={rule} isChanged={isChanged} />}
            {rule && <Removing rule={rule} onGone={() => onShow(undefined)} />}
          </div>
        )}
      </Panel>
      {mayWrite && <TrialPanel source={source} id={rule?.id ?? null} isRight={faults.length === 0} />}
    </>
  )
}

function Enabling({ rule, isChanged }: { readonly rule: Rule; readonly isChanged: boolean }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const enable = useAct((enabled: boolean) => enableRule(tenant, rule, enabled), {
    renews: [rulesQuery(tenant).queryKey],
    onDone: ({ enabled }) =>
      void notifications.show({ message: t(enabled ? 'rules.nowEnabled' : 'rules.nowDisabled') }),
  })
  return (
    <Switch
      label={t('rules.hold')}
      checked={rule.enabled}
      disabled={isChanged || enable.isPending}
      onChange={event => enable.mutate(event.currentTarget.checked)}
    />
  )
}

function Removing({ rule, onGone }: { readonly rule: Rule; readonly onGone: () => void }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const [isSure, setSure] = useState(false)
  const remove = useAct(() => removeRule(tenant, rule.id), { renews: [rulesQuery(tenant).queryKey], onDone: onGone })
  return (
    <Button
      variant="subtle"
      color="red"
      loading={remove.isPending}
      onClick={() => (isSure ? remove.mutate() : setSure(true))}
    >
      {t(isSure ? 'rules.removeSure' : 'rules.remove')}
    </Button>
  )
}

/** What the platform says of the text, a moment after the last key. */
function useFaults(source: string, rule: Rule | null): readonly Fault[] {
  const { tenant, may } = useHere()
  const [faults, setFaults] = useState<readonly Fault[]>(rule?.faults ?? [])
  const id = rule?.id ?? null
  const mayCheck = may('rule.write')
  useEffect(() => {
    if (!mayCheck) return
    let isOver = false
    const timer = setTimeout(() => {
      checkRule(tenant, source, id).then(
        found => !isOver && setFaults(found.faults),
        // What is wrong is told when it is saved.
        () => !isOver && setFaults([]),
      )
    }, REST)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [tenant, source, id, mayCheck])
  return faults
}
