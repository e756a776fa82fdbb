// A playbook as people read it, on a screen at night and on paper: in the order in which it is needed.
import type { Language, Playbook, PlaybookCall, PlaybookDecision, PlaybookFact, Text } from '@nautilus/response'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSay } from '../../shared/use-say.ts'
import styles from './playbooks.module.css'
import { Options } from './reader-options.tsx'
import { Phases } from './reader-phases.tsx'

type Props = { readonly playbook: Playbook; readonly language: Language }

const parts = ['forbidden', 'notify', 'facts', 'decisions', 'options', 'phases', 'evidence', 'nis2', 'exit'] as const

export function Reader({ playbook, language }: Props) {
  const { t } = useTranslation()
  const say = useSay(language)
  useAnchor()
  const lines = (texts: readonly Text[]) => texts.map(text => <li key={text.en}>{say.words(text)}</li>)
  return (
    <div className={styles.reader} lang={language}>
      <nav className={styles.contents} aria-label={t('playbooks.contents')}>
        {parts.map(part => (
          <a key={part} href={`#${part}`}>
            {t(`playbooks.part-${part}`)}
          </a>
        ))}
      </nav>
      <article className={styles.article}>
        <p className={styles.scenario}>{say.words(playbook.scenario)}</p>
        <p className={styles.class} data-class={playbook.safetyClass}>
          <strong>{playbook.safetyClass}</strong> {t(`playbooks.class-${playbook.safetyClass}`)}
        </p>
        <ul className={styles.signs}>{lines(playbook.signs)}</ul>
        <Part name="forbidden">
          <ul className={styles.forbidden}>{lines(playbook.forbidden)}</ul>
        </Part>
        <Part name="notify">
          <Calls calls={playbook.notify} language={language} />
        </Part>
        <Part name="facts">
          <ol className={styles.list}>
            {playbook.facts.map(fact => (
              <Fact key={fact.id} fact={fact} language={language} />
            ))}
          </ol>
        </Part>
        <Part name="decisions">
          <ol className={styles.list}>
            {playbook.decisions.map(decision => (
              <Decision key={decision.id} decision={decision} language={language} />
            ))}
          </ol>
        </Part>
        <Part name="options">
          <Options playbook={playbook} language={language} />
        </Part>
        <Part name="phases">
          <Phases phases={playbook.phases} language={language} />
        </Part>
        <Part name="evidence">
          <ul className={styles.boxes}>
            {playbook.evidence.map(({ what, who }) => (
              <li key={what.en}>
                {say.words(what)} <span className="dim">– {say.duty(who)}</span>
              </li>
            ))}
          </ul>
        </Part>
        <Part name="nis2">
          <ul>{lines(playbook.nis2.hints)}</ul>
          <p>
            <strong>{t('playbooks.part-startClockIf')}:</strong> {say.words(playbook.nis2.startClockIf)}
          </p>
        </Part>
        <Part name="exit">
          <ul className={styles.boxes}>{lines(playbook.exit)}</ul>
          <p className="dim">
            {t('playbooks.exerciseEvery', { span: say.span(playbook.exerciseEvery) })} {playbook.techniques.join(', ')}
          </p>
        </Part>
      </article>
    </div>
  )
}

/** A link into the middle of a playbook arrives before the playbook does. */
function useAnchor(): void {
  useEffect(() => {
    const id = decodeURIComponent(window.location.hash.slice(1))
    if (id !== '') document.getElementById(id)?.scrollIntoView()
  }, [])
}

function Part({ name, children }: { readonly name: (typeof parts)[number]; readonly children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <section id={name} className={styles.part}>
      <h2>{t(`playbooks.part-${name}`)}</h2>
      {children}
    </section>
  )
}

function Calls({ calls, language }: { readonly calls: readonly PlaybookCall[]; readonly language: Language }) {
  const { t } = useTranslation()
  const { words, duty, span } = useSay(language)
  return (
    <ul className={styles.calls}>
      {calls.map(({ duty: who, within, channels, why, if: condition }) => (
        <li key={`${who} ${within.minutes} ${why.en}`}>
          <span className={styles.within}>{span(within)}</span>
          <span>
            <strong>{duty(who)}</strong>{' '}
            {condition && (
              <em>
                {t('playbooks.ifAnswer', {
                  fact: condition.fact,
                  answers: condition.is.map(answer => t(`incident.answer-${answer}`)).join(t('incident.or')),
                })}{' '}
              </em>
            )}
            <span className="dim">{channels.map(channel => t(`playbooks.channel-${channel}`)).join(', ')}</span>
            <br />
            {words(why)}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Fact({ fact, language }: { readonly fact: PlaybookFact; readonly language: Language }) {
  const { t } = useTranslation()
  const { words, duty } = useSay(language)
  const { id, question, source, who, blocks, safety, why } = fact
  return (
    <li id={`fact-${id}`}>
      <span className={styles.name}>{id}</span>
      <span>
        <strong>{words(question)}</strong>
        <br />
        <span className="dim">{t(`playbooks.source-${source}`, { who: duty(who) })}</span> {words(why)}
        {blocks && <span className={styles.blocks}>{t(safety ? 'playbooks.blocksAll' : 'playbooks.blocks')}</span>}
      </span>
    </li>
  )
}

function Decision({ decision, language }: { readonly decision: PlaybookDecision; readonly language: Language }) {
  const { words, duties } = useSay(language)
  const { id, question, deciders, inputs, outcomes } = decision
  return (
    <li id={`decision-${id}`}>
      <span className={styles.name}>{id}</span>
      <span>
        <strong>{words(question)}</strong>
        <br />
        <span className="dim">{duties(deciders)} · </span>
        {inputs.map((input, at) => (
          <span key={input}>
            {at > 0 && ', '}
            <a className="link" href={`#fact-${input}`}>
              {input}
            </a>
          </span>
        ))}
        <ul className={styles.outcomes}>
          {outcomes.map(({ id: outcome, label, next }) => (
            <li key={outcome}>
              {words(label)} →{' '}
              {next.map((one, at) => (
                <span key={one}>
                  {at > 0 && ', '}
                  <Next name={one} />
                </span>
              ))}
            </li>
          ))}
        </ul>
      </span>
    </li>
  )
}

/** `option:a`, `D2`, `PB-08` or `close`. */
function Next({ name }: { readonly name: string }) {
  const { t } = useTranslation()
  if (name === 'close') return <>{t('playbooks.close')}</>
  if (name.startsWith('option:'))
    return (
      <a className="link" href={`#option-${name.slice(7)}`}>
        {t('playbooks.option', { id: name.slice(7) })}
      </a>
    )
  if (name.includes('-')) return <span className="mono">{name}</span>
  return (
    <a className="link" href={`#decision-${name}`}>
      {name}
    </a>
  )
}
