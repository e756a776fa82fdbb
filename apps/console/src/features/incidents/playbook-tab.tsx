// The playbook that runs: what must not be done, its phases with steps to tick, its questions that lead on, what to keep.
import { Checkbox, Radio, Stack } from '@mantine/core'
import type { PlaybookDecision, PlaybookPhase } from '@nautilus/response'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Panel } from '../../shared/page.tsx'
import type { Room } from './api.ts'
import styles from './incidents.module.css'
import { OtherPlaybook } from './other-playbook.tsx'
import { useActor, useSay } from './say.ts'
import type { TabProps } from './tabs.ts'
import { useDo, useMay } from './use-room.ts'

export function PlaybookTab({ room }: TabProps) {
  const { t } = useTranslation()
  const { words, duty } = useSay()
  const { tenant, site } = useHere()
  const { playbook } = room
  if (!playbook)
    return (
      <>
        <p className="dim">{t('incident.noPlaybook')}</p>
        <OtherPlaybook room={room} />
      </>
    )
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <Panel title={`${playbook.id} · ${words(playbook.title)}`}>
          <p style={{ marginTop: 0 }}>{words(playbook.scenario)}</p>
          <Link
            to="/$tenant/$site/playbooks/$playbook"
            params={{ tenant, site, playbook: playbook.id }}
            search={{ version: playbook.version }}
            className="link"
          >
            {t('incident.wholePlaybook')} ({playbook.id}@{playbook.version})
          </Link>
          <OtherPlaybook room={room} />
        </Panel>
        {playbook.phases.map(phase => (
          <Phase key={phase.name} room={room} phase={phase} />
        ))}
      </div>
      <div className={styles.column}>
        <Panel title={t('incident.forbidden')}>
          <ul className={styles.forbidden}>
            {playbook.forbidden.map(text => (
              <li key={words(text)}>{words(text)}</li>
            ))}
          </ul>
        </Panel>
        {playbook.decisions.map(decision => (
          <Question key={decision.id} room={room} decision={decision} />
        ))}
        <Panel title={t('incident.evidence')}>
          <ul className={styles.plain}>
            {playbook.evidence.map(({ what, who }) => (
              <li key={words(what)}>
                {words(what)} <span className="dim">– {duty(who)}</span>
              </li>
            ))}
          </ul>
        </Panel>
        <Panel title={t('incident.exit')}>
          <ul className={styles.plain}>
            {playbook.exit.map(text => (
              <li key={words(text)}>{words(text)}</li>
            ))}
          </ul>
        </Panel>
      </div>
    </div>
  )
}

function Phase({ room, phase }: { readonly room: Room; readonly phase: PlaybookPhase }) {
  const { t } = useTranslation()
  const { words, duty } = useSay()
  const actor = useActor()
  const act = useDo(room.incident.id)
  const may = useMay(room)('step-done')
  return (
    <Panel title={t(`incident.phase-${phase.name}`)}>
      <Stack gap={10}>
        {phase.steps.map(step => {
          const done = room.incident.run?.steps.find(each => each.step === step.id)
          return (
            <Checkbox
              key={step.id}
              label={words(step.text)}
              description={
                done ? (
                  <>
                    {actor(done.by)}, <Moment at={done.at} as="short" />
                  </>
                ) : (
                  duty(step.who)
                )
              }
              checked={done !== undefined}
              disabled={done !== undefined || !may || act.isPending}
              onChange={() => act.mutate({ kind: 'step-done', step: step.id })}
            />
          )
        })}
      </Stack>
    </Panel>
  )
}

function Question({ room, decision }: { readonly room: Room; readonly decision: PlaybookDecision }) {
  const { t } = useTranslation()
  const { words, duties } = useSay()
  const actor = useActor()
  const act = useDo(room.incident.id)
  const may = useMay(room)('decision-answered')
  const given = room.incident.run?.outcomes.find(each => each.decision === decision.id)
  return (
    <Panel title={words(decision.question)}>
      <Radio.Group
        value={given?.outcome ?? ''}
        onChange={outcome => act.mutate({ kind: 'decision-answered', decision: decision.id, outcome })}
        aria-label={words(decision.question)}
      >
        <Stack gap={6}>
          {decision.outcomes.map(({ id, label }) => (
            <Radio key={id} value={id} label={words(label)} disabled={!may || act.isPending} />
          ))}
        </Stack>
      </Radio.Group>
      <p className="dim" style={{ margin: '8px 0 0' }}>
        {given ? (
          <>
            {actor(given.by)}, <Moment at={given.at} as="short" />
          </>
        ) : (
          t('incident.asked', { who: duties(decision.deciders) })
        )}
      </p>
    </Panel>
  )
}
