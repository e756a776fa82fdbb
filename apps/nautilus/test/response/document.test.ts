// `docs/playbooks.md` and `docs/obligations.md` are made from the files of `playbooks/` and `obligations/`:
// `npx vitest run apps/nautilus/test/response/document -u` renews them.
import { fileURLToPath } from 'node:url'
import { loadRules } from '@nautilus/detection'
import {
  durationSaid,
  fieldOf,
  guideSectionOf,
  type ObligationTemplate,
  type Playbook,
  type PlaybookOption,
  type ReportStage,
  templateName,
} from '@nautilus/response'
import { expect, test } from 'vitest'
import { certaintyText, dueText } from '../../src/response/obligation-text.ts'
import { loadObligationCommon, loadObligations } from '../../src/response/obligations.ts'
import { approvalText } from '../../src/response/playbook-text.ts'
import { loadCommon, loadPlaybooks } from '../../src/response/playbooks.ts'

const page = (name: string) => fileURLToPath(new URL(`../../../../docs/${name}.md`, import.meta.url))
const cell = (text: string) => text.replaceAll('|', '\\|')
const row = (...cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
const table = (titles: readonly string[], rows: readonly (readonly string[])[]) => [
  row(...titles),
  `|${titles.map(() => '---|').join('')}`,
  ...rows.map(cells => row(...cells)),
  '',
]
const bullets = (texts: readonly string[]) => [...texts.map(text => `- ${text}`), '']

const rules = await loadRules()

const playbookHead = `# Playbooks

What to do when a rule has found something, made from \`playbooks/*.yaml\`. \`nautilus playbooks show PB-01\` shows one in
the terminal, \`--language de\` in German as far as it is written in German.

Nautilus sends nothing to a plant. An option is a work instruction for a person; that it was carried out is what a person
says, and at best what the network then shows.

## How a run works

- The facts come first. What blocks must be answered before an option that touches anything may be chosen. \`unknown\` is
  no answer to it. A fact about safety also blocks every approval, and nothing that was merely not seen on the network
  answers it: a person does.
- Every option says the worst that can credibly happen before what it gains. Risk is 0 none to 4 severe, for safety,
  availability, quality and equipment.
- To keep running and watch is always an option, with a time at which it is looked at again.
- Each need of an approval is met by another person. An approval runs out; time never approves.
- Fact, approval and option are looked at as they are now: when a safety fact opens again, what was approved is not any more.

## Your own

In the console, *Playbooks* shows those in force. **Copy and change** begins with the text of one, as YAML, under the next
version; what is wrong is told at its line while you type, and beside it stands how it will be read. When it is saved it is
in force at all sites of the organisation for what begins from then on. With a fault it is not taken, and the old one stays.
Incidents keep the version with which they began, also when it is withdrawn.

| | Name | Where it holds |
|---|---|---|
| Comes with Nautilus | \`PB-01@1\`; versions below 1001 | Where nothing of yours has its id |
| Yours, of the same id | \`PB-01@1001\` and up | In its place: rules lead to it |
| Yours, of another id | \`SITE-01@1001\` and up; \`PB-\` is kept for ours | Beside the others: people choose it in an incident; no rule leads to it |
| Withdrawn | A version without a text | Ours holds again; of an id of your own none does |

Each version keeps who wrote it, when, why, and the one of ours that it is based on. When a release brings another version
of that one, yours stays in force, and its page says that the original has changed since, and what. Once you have taken the
changes over, say so beside the text: it is based on the new one from then on. No version is ever changed or removed; an
organisation has at most 500.

Whoever may say who is called (provider administrators, plant engineers, operations managers of all sites) writes playbooks;
whoever sees incidents reads them. Every change and withdrawal is on record.

What you may not take out:

- An option to keep running and watch, looked at again within four hours.
- Approval by operations or engineering of whatever the process may feel, and of running on.
- What the playbook on which yours is based asks for people's safety: each such fact stays, in its words, and is answered by
  somebody who answers for the process. Ask more in facts of your own.
- Its class: yours is of no lower one. In class S2 the process-safety engineer approves, and is called within five minutes.
- Of an option that keeps its letter: who approves besides when a question of safety is answered so, or by nobody.

Nothing that is written in a playbook acts. A word that the form does not have is refused.

Outside of the console \`nautilus playbooks check my-playbooks/\` says what is wrong with files, with line and reason. It does
not know what is in force in an organisation: head, basis and what must stay are checked where the playbook is kept.

Steps are marked with outcomes of NIST CSF 2.0; the section of NIST SP 800-82 r3 follows from the function.
`

function playbookSection(playbook: Playbook): string[] {
  const { id, title, scenario, signs, techniques, safetyClass, notify, facts, decisions, options } = playbook
  const by = rules.filter(rule => rule.playbook === id).map(rule => `\`${rule.id}\``)
  const own = facts.filter(({ id: fact }) => !fact.startsWith('G'))
  return [
    `## ${id} ${title.en}`,
    '',
    `*${title.de}*. ${scenario.en}`,
    '',
    ...bullets([
      `**Class**: ${safetyClass}`,
      `**Signs**: ${signs.map(({ en }) => en).join('; ')}`,
      `**Techniques**: ${techniques.join(', ')}`,
      `**Rules**: ${by.join(', ')}`,
      `**Exercise**: every ${durationSaid(playbook.exerciseEvery)}`,
    ]),
    '**Do not**',
    '',
    ...bullets(playbook.forbidden.map(({ en }) => en)),
    ...table(
      ['Within', 'Who', 'By', 'Why'],
      notify.map(call => [
        durationSaid(call.within),
        `${call.duty}${call.if ? ` (${conditionText(call.if)})` : ''}`,
        call.channels.join(', '),
        call.why.en,
      ]),
    ),
    ...table(
      ['Fact', 'Question', 'Answered by', 'Blocks'],
      own.map(fact => [fact.id, fact.question.en, answeredBy(fact), blocking(fact)]),
    ),
    ...table(
      ['Decision', 'Question', 'Who', 'Outcomes'],
      decisions.map(one => [
        one.id,
        one.question.en,
        one.deciders.join(', '),
        one.outcomes.map(({ label, next }) => `${label.en} → ${next.join(', ')}`).join('; '),
      ]),
    ),
    ...options.flatMap(optionSection),
    ...table(
      ['Phase', 'Step', 'Who', 'CSF 2.0', 'SP 800-82 r3'],
      playbook.phases.flatMap(({ name, steps }) =>
        steps.map(step => [
          name,
          `${step.id} ${step.text.en}`,
          step.who,
          step.csf.join(', '),
          [...new Set(step.csf.map(guideSectionOf))].join(', '),
        ]),
      ),
    ),
    ...bullets([
      `**Evidence**: ${playbook.evidence.map(({ what, who }) => `${what.en} (${who})`).join('; ')}`,
      `**Reporting**: ${playbook.nis2.hints.map(({ en }) => en).join(' ')} The clock starts if: ${playbook.nis2.startClockIf.en}`,
      `**Over when**: ${playbook.exit.map(({ en }) => en).join(' ')}`,
    ]),
  ]
}

type Fact = Playbook['facts'][number]
const answeredBy = ({ source, who }: Fact) =>
  ({ auto: `Nautilus, else ${who}`, ask: who, both: `${who}, helped by Nautilus` })[source]
const blocking = ({ blocks, safety }: Fact) => (safety ? 'options and approvals' : blocks ? 'options' : '')
const conditionText = ({ fact, is }: NonNullable<Playbook['notify'][number]['if']>) =>
  `if ${fact} is ${is.join(' or ')}`

function optionSection(option: PlaybookOption): string[] {
  const { id, title, risk, steps, preconditions, rollback, reversible, who, leadTime, reviewEvery, effect } = option
  const { safety, availability, quality, equipment } = risk
  return [
    `**${id}) ${title.en}** (S${safety} A${availability} Q${quality} E${equipment}; ${effect})`,
    '',
    ...bullets([
      `Worst case: ${risk.worst.en}`,
      `Gains: ${risk.benefit.en}`,
      ...preconditions.map(({ en }) => `Only if: ${en}`),
      `Steps: ${steps.map(({ en }, at) => `${at + 1}. ${en}`).join(' ')}`,
      `${reversible ? 'Way back' : 'No way back'}: ${rollback.en}`,
      `By ${who}, takes ${durationSaid(leadTime)}. Approved by ${approvalText(option)}.${reviewEvery ? ` Looked at again every ${durationSaid(reviewEvery)}.` : ''}`,
    ]),
  ]
}

test('docs/playbooks.md is what the playbooks say', async () => {
  const { facts, approvals } = loadCommon()
  const shared = [
    '## What all playbooks share',
    '',
    ...table(
      ['Fact', 'Question', 'Answered by', 'Blocks', 'Why'],
      facts.map(fact => [fact.id, fact.question.en, answeredBy(fact), blocking(fact), fact.why.en]),
    ),
    ...table(
      ['Approval', 'Who', 'Counts for'],
      [...approvals].map(([code, { says, expires }]) => [code, says.en, durationSaid(expires)]),
    ),
  ]
  const text = [playbookHead, ...shared, ...loadPlaybooks().flatMap(playbookSection)].join('\n')
  await expect(text).toMatchFileSnapshot(page('playbooks'))
})

const obligationHead = `# Obligations to report

Who must be told of an incident, in which stages and until when, made from \`obligations/*.yaml\`. **Not legal advice**: each
statement says how sure it is, and what is marked *${certaintyText['to-confirm']}* is to be checked against the law.

## How it works

- A person sets when the entity became aware, with a reason. Nothing sets it silently.
- Hours are real hours, also over a night in which the clock changes. A month is the same day and time of day in the time zone
  of the entity, or the last day of a month that is too short: 31 January leads to 28 February. A time that the clock skips or
  repeats is the earlier moment. Regulation (EEC) 1182/71 may give more time; nothing here relies on it.
- Our own target is earlier than the limit of the law. Both are shown.
- An obligation keeps the template with which it began; a later version changes nothing in it.
- The answers to the questions below are yes, no, a number, or not known. They give a suggestion with its reasons; a person
  decides. What is not known holds back nothing that is decided without it, and escalates after 12 hours.
- A draft is filled from evidence. Every sentence names its source or its author, and what is not known is said as that.
- A report that was sent is never taken back, only corrected; a correction moves no clock.

## In the running platform

An incident shows which obligations may apply to the entities of its site, and why. From there:

- **Clocks.** A person starts an obligation and says since when the entity knows; both are entries of the incident's record,
  and nothing of a clock is kept elsewhere. So a clock says the same after a restart, and the board of all clocks is worked
  out anew each time. A later word on when the entity knew moves the limits, and the word before stays in the record. An
  incident with running clocks is not merged into another one.
- **Drafts.** Each stage is drafted from the record, as often as somebody asks. What people changed is put on top again and
  shown as theirs. A draft has a SHA-256, and comes as PDF, DOCX, JSON, text, or as a sheet in the order of the
  form.
- **Sign-off.** The template names the duties that sign. A signature is for one version: whoever changes a word makes a new
  version, and everybody signs again. Nobody signs for a duty that they do not hold.
- **Submission.** Nautilus sends nothing to an authority. A person files the report, and records when, what the authority
  answered, and the receipt as a file of the incident. Only the newest draft with all signatures is taken as sent; the
  stages come in their order, a second report of a stage is a correction, and none comes from the future.

The record is a chain of hashes and holds all of this; the evidence export has it with the drafts, and \`nautilus verify\`
checks it offline.

\`nautilus obligations show NIS2-DE\` shows one in the terminal. Your own: copy a file, change it, raise \`version\`, and
\`nautilus obligations check my-obligations/\`. One with a fault never takes the place of the one in force.
`

const sourceRows = ({ sources }: ObligationTemplate) =>
  sources.map(({ what, certainty }) => [what, certaintyText[certainty]])
const stageRow = (stage: ReportStage) => [
  stage.key,
  stage.label.en,
  `${dueText(stage)}${stage.when ? '; only where it applies' : ''}`,
  stage.target ? durationSaid(stage.target) : '',
  stage.signoff.join(', '),
  certaintyText[stage.certainty],
]

function obligationSection(template: ObligationTemplate): string[] {
  const { title, validFrom, validTo, legalRefs, authority, stages, significance, thresholds, notes } = template
  const until = validTo === null ? '' : ` to ${validTo}`
  return [
    `## ${templateName(template)} ${title.en}`,
    '',
    `*${title.de}*`,
    '',
    ...bullets([
      `**In force**: ${validFrom === null ? 'the day is not settled' : `from ${validFrom}${until}`}`,
      `**Law**: ${legalRefs.join('; ')}`,
      `**Goes to**: ${authority.name}, by ${authority.channel}. ${authority.note.en}`,
      ...notes.map(({ en }) => en),
    ]),
    ...table(['Stage', 'Name', 'Due', 'Our target', 'Signed by', 'Certainty'], stages.map(stageRow)),
    ...bullets(stages.flatMap(({ key, note }) => (note ? [`**${key}**: ${note.en}`] : []))),
    ...stages.flatMap(({ key, fields }) => [
      `Fields of ${key}, in the order of the form: ${fields.map(({ field, need }) => `${fieldOf(field).label.en}${need === 'required' ? '*' : ''}`).join(', ')}.`,
      '',
    ]),
    ...(significance
      ? table(
          ['Significant if', 'Law', 'Binds'],
          [
            ...significance.criteria,
            ...significance.exclusions.map(one => ({ ...one, says: { ...one.says, en: `But not: ${one.says.en}` } })),
          ].map(({ says, ref, binding }) => [says.en, ref, binding ? 'yes' : 'an example']),
        )
      : []),
    ...(thresholds.length > 0
      ? table(
          ['Threshold', 'Value', 'Law'],
          thresholds.map(({ says, value, ref }) => [says.en, String(value), ref]),
        )
      : []),
    ...table(['Statement', 'How sure'], sourceRows(template)),
  ]
}

test('docs/obligations.md is what the obligations say', async () => {
  const { questions } = loadObligationCommon()
  const asked = [
    '## What is asked',
    '',
    ...table(
      ['', 'Question', 'Who', 'Help'],
      questions.map(({ id, asks, who, help }) => [id, asks.en, who, help?.en ?? '']),
    ),
    'In the fields below, `*` is what the stage requires.',
    '',
  ]
  const text = [obligationHead, ...asked, ...loadObligations().flatMap(obligationSection)].join('\n')
  await expect(text).toMatchFileSnapshot(page('obligations'))
})
