import { decides, duties } from '../duties.ts'
import type { Incident } from '../incident/incident.ts'
import type { FindPlaybook, Option, Playbook, SafetyClass } from './playbook.ts'

/** Offered where the playbook has no such option of its own. */
export const keepRunning: Option = {
  id: 'keep-running',
  title: { en: 'Keep running and watch closely', de: 'Weiterfahren und genau beobachten' },
  who: 'shift-supervisor',
  reversible: true,
  affectsProcess: false,
  approval: { need: [{ duty: duties.filter(duty => decides.has(duty)), count: 1 }] },
  keepRunning: true,
}

/** The options that an engineer has: those of the playbook, and always to keep running and watch. */
export const optionsOf = ({ options }: Pick<Playbook, 'options'>): readonly Option[] =>
  options.some(option => option.keepRunning)
    ? options
    : [...options.filter(({ id }) => id !== keepRunning.id), keepRunning]

/** The playbook that runs; null where none does, or nobody has that version. */
export const playbookOf = ({ run }: Pick<Incident, 'run'>, find: FindPlaybook): Playbook | null =>
  run === null ? null : find(run.playbook, run.version)

/** The gravest class of all playbooks that ran: a milder one started later takes nothing back. Unknown ones count as S2. */
export const safetyClassOf = ({ playbooks }: Pick<Incident, 'playbooks'>, find: FindPlaybook): SafetyClass => {
  const classes = playbooks.map(({ playbook, version }) => find(playbook, version)?.safetyClass ?? 'S2')
  return (['S2', 'S1'] as const).find(grave => classes.includes(grave)) ?? 'S0'
}
