// Now, next or never: what a finding asks for in a plant that must run.
import type {
  Asset,
  ExploitPrediction,
  Exposure,
  KnownExploited,
  MatchVerdict,
  Remedy,
  Score,
  Ssvc,
  Urgency,
  VulnerabilityDecision,
} from '@nautilus/model'
import type { Advisory, CsafVulnerability } from '../csaf/advisory.ts'
import { dateOf, dayOf } from '../dates.ts'
import { bodOf } from './bod.ts'
import { type Attack, attackOf, gainOf, isAutomatable, isTotal } from './cvss.ts'
import { exploitationOf } from './exploitation.ts'
import { impactOf } from './impact.ts'
import { mitigationsOf, type Surroundings } from './mitigations.ts'
import { type NativeWay, nativeWay } from './native.ts'
import type { Policy } from './policy.ts'
import { ssvcOf } from './ssvc.ts'

export type Case = {
  readonly asset: Asset
  readonly advisory: Advisory
  readonly vulnerability: CsafVulnerability
  readonly verdict: MatchVerdict
  readonly score: Score | null
  readonly known: KnownExploited | null
  readonly prediction: ExploitPrediction | null
  readonly remedies: readonly Remedy[]
  readonly exposure: Exposure
}

const exposures: Readonly<Record<Exclude<Exposure['reach'], 'unknown'>, Ssvc['exposure']>> = {
  internet: 'open',
  'business network': 'open',
  'other cell': 'controlled',
  'same cell': 'small',
}

export function decide(given: Case, policy: Policy, today: string, around: Surroundings): VulnerabilityDecision {
  const { asset, exposure, advisory, vulnerability, known, prediction } = given
  const attack = attackOf(given.score)
  const exploitation = exploitationOf(advisory, vulnerability, known, prediction, policy)
  const impact = impactOf(asset, attack)
  const open = exposure.reach === 'unknown' ? policy.unknownExposure : exposures[exposure.reach]
  const { safety, mission } = impact
  const ssvc = ssvcOf({
    exploitation: exploitation.level,
    exposure: open,
    automatable: isAutomatable(attack),
    safety,
    mission,
  })
  const native = wayOf(given, attack, around)
  const { urgency, why } = urgencyOf(given, attack, ssvc, native)
  return {
    urgency,
    ssvc,
    bod: policy.bod
      ? bodOf({
          known: known !== null,
          exposed: open === 'open',
          automatable: ssvc.automatable,
          total: isTotal(attack),
        })
      : null,
    reasons: [
      `${accessOf(attack)}; ${exploitation.why}; ${reachOf(exposure)}.`,
      `${upper(impact.why)}: human impact ${ssvc.humanImpact}, SSVC ${ssvc.outcome}.`,
      why,
    ],
    mitigations: mitigationsOf(asset, attack, given.remedies, around),
    residual: residualOf(attack, native),
    expires: expiryOf(urgency, policy, today),
  }
}

/** What is disclosed is a key to more: no protocol gives that away. CWE of credentials. */
const credentials = new Set([
  'CWE-255',
  'CWE-256',
  'CWE-257',
  'CWE-259',
  'CWE-260',
  'CWE-261',
  'CWE-312',
  'CWE-319',
  'CWE-321',
  'CWE-522',
  'CWE-798',
])

function wayOf({ asset, exposure, vulnerability }: Case, attack: Attack, { links }: Surroundings): NativeWay | null {
  if (vulnerability.cwe !== null && credentials.has(vulnerability.cwe)) return null
  const isNear = exposure.reach === 'same cell' || exposure.reach === 'unknown'
  return nativeWay(asset, gainOf(attack), links, isNear ? null : exposure.protocols)
}

type Ruling = { readonly urgency: Urgency; readonly why: string }

const acts = { disclosure: 'read the same', denial: 'stop the device', manipulation: 'change the same', execution: '' }

function urgencyOf({ verdict, exposure }: Case, attack: Attack, ssvc: Ssvc, native: NativeWay | null): Ruling {
  if (verdict === 'review' || verdict === 'possible')
    return { urgency: 'review', why: 'Review: a person must first say whether the device is affected.' }
  if (attack.from === 'physical')
    return {
      urgency: 'never',
      why: 'Never: it needs hands on the device; lock the cabinet and patch when the device is renewed.',
    }
  if (native) {
    const seen = native.seen ? ', as was seen' : ''
    const act = acts[gainOf(attack)]
    return {
      urgency: 'never',
      why: `Never: whoever gets that far can ${act} by ${native.protocol} without any vulnerability${seen}; protect the way there.`,
    }
  }
  const isGrave = hasGraveImpact(ssvc)
  const isReached = ssvc.exposure === 'open' && exposure.reach !== 'unknown' && attack.from === 'network'
  if (isGrave && (ssvc.exploitation === 'active' || isReached)) {
    const cause =
      ssvc.exploitation === 'active' ? 'it is being exploited' : `it can be reached from the ${exposure.reach}`
    return {
      urgency: 'now',
      why: `Now: ${cause}, it gives an attacker what the protocols do not, and the process depends on the device.`,
    }
  }
  const missing = !isGrave
    ? 'the process can do without the device'
    : 'it is neither known to be exploited nor within reach of the business network'
  return { urgency: 'next', why: `Next: ${missing}; mitigate now, patch in the next window.` }
}

/** High, or an essential function that fails: in a plant that is more than its safety class alone says. */
const hasGraveImpact = ({ humanImpact, mission }: Ssvc): boolean =>
  humanImpact === 'high' ||
  humanImpact === 'very high' ||
  (humanImpact === 'medium' && mission === 'essential function fails')

const ways: Readonly<Record<Attack['from'], string>> = {
  network: 'Attack over the network',
  adjacent: 'Attack from the same network segment',
  local: 'Attack from an account or file on the device',
  physical: 'Attack with hands on the device',
  unknown: 'Way of attack not told',
}

function accessOf(attack: Attack): string {
  if (attack.from === 'unknown') return ways.unknown
  const needs = [attack.needsPrivileges ? 'an account' : '', attack.needsPerson ? 'help of a person' : ''].filter(
    need => need !== '',
  )
  return `${ways[attack.from]}, ${needs.length > 0 ? `needs ${needs.join(' and ')}` : 'without an account'}`
}

const reachOf = ({ reach }: Exposure): string =>
  reach === 'unknown' ? 'who can reach it is not known' : `reach: ${reach}`

const upper = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}`

function residualOf(attack: Attack, native: NativeWay | null): string {
  if (native) return `The same by ${native.protocol}, which a patch does not close.`
  if (attack.from === 'local' || attack.from === 'physical') return 'Whoever already has access to the device.'
  return 'Whoever takes over one of the clients that remain allowed.'
}

function expiryOf(urgency: Urgency, policy: Policy, today: string): string | null {
  const day = dayOf(today)
  if (day === null) return null
  const days = { now: policy.nowDays, review: policy.nowDays, next: policy.nextDays, never: policy.neverDays }
  return dateOf(day + days[urgency])
}
