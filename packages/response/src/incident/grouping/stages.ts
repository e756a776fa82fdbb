// How far an attack has come, by the tactics of MITRE ATT&CK for ICS 18.1: https://attack.mitre.org/matrices/ics/

/** In the order in which an attack usually goes through them. */
export const stages = ['access', 'foothold', 'discovery', 'movement', 'inhibition', 'impairment', 'impact'] as const
export type Stage = (typeof stages)[number]

/**
 * Techniques by stage. `access`: Initial Access. `foothold`: Execution, Persistence, Privilege Escalation, Evasion.
 * `discovery`: Discovery, Collection. `movement`: Lateral Movement, Command and Control. `inhibition`: Inhibit Response
 * Function. `impairment`: Impair Process Control. One of several tactics stands at the earliest that passive traffic can
 * mean by it, so that progress is never claimed for want of a better word.
 */
const techniquesOf: Readonly<Record<Stage, readonly string[]>> = {
  access: ['T0817', 'T0819', 'T0822', 'T0847', 'T0848', 'T0860', 'T0862', 'T0864', 'T0865', 'T0866', 'T0883', 'T0886'],
  foothold: [
    ...['T0807', 'T0820', 'T0821', 'T0823', 'T0834', 'T0849', 'T0851', 'T0853', 'T0857', 'T0858', 'T0859', 'T0863'],
    ...['T0871', 'T0872', 'T0873', 'T0874', 'T0889', 'T0890', 'T0891', 'T0894', 'T0895'],
  ],
  discovery: [
    ...['T0801', 'T0802', 'T0811', 'T0830', 'T0840', 'T0842', 'T0845', 'T0846', 'T0852', 'T0861', 'T0868', 'T0877'],
    ...['T0887', 'T0888', 'T0893'],
  ],
  movement: ['T0812', 'T0843', 'T0867', 'T0869', 'T0884', 'T0885'],
  inhibition: [
    ...['T0800', 'T0803', 'T0804', 'T0805', 'T0809', 'T0814', 'T0816', 'T0835', 'T0838', 'T0878', 'T0881', 'T0892'],
  ],
  impairment: ['T0806', 'T0836', 'T0839', 'T0855', 'T0856'],
  impact: [
    ...['T0813', 'T0815', 'T0826', 'T0827', 'T0828', 'T0829', 'T0831', 'T0832', 'T0837', 'T0879', 'T0880', 'T0882'],
  ],
}

const stageByTechnique: ReadonlyMap<string, Stage> = new Map(
  stages.flatMap(stage => techniquesOf[stage].map(technique => [technique, stage] as const)),
)

export const stageOf = (technique: string): Stage | null => stageByTechnique.get(technique) ?? null

/** The furthest stage that these techniques stand for; null where none is known. */
export function furthest(techniques: readonly string[]): Stage | null {
  const ranks = techniques.flatMap(technique => {
    const stage = stageOf(technique)
    return stage === null ? [] : [stages.indexOf(stage)]
  })
  return ranks.length === 0 ? null : stages[Math.max(...ranks)]!
}

export const isLater = (stage: Stage, than: Stage): boolean => stages.indexOf(stage) > stages.indexOf(than)
