// Measures of NIS2 Article 21(2) and requirements of IEC 62443-3-3: which evidence each rests on, and what no passive
// product can show. Directive (EU) 2022/2555; references are those of the Annex to Implementing Regulation (EU) 2024/2690.
import type { ReportFacts } from '../report/report-of.ts'
import { type EvidenceName, evidenceOf } from './evidence.ts'

export type Standing = 'shown' | 'partly' | 'none'
type Text = { readonly en: string; readonly de: string }

export type Measure = {
  readonly id: string
  readonly name: Text
  /** In the Annex to 2024/2690. */
  readonly annex: string
  readonly evidence: readonly EvidenceName[]
  /** What this product cannot show; null: nothing. */
  readonly outside: Text | null
}

export const articleMeasures: readonly Measure[] = [
  {
    id: '(a)',
    name: { en: 'Risk analysis and policies', de: 'Risikoanalyse und Konzepte' },
    annex: '2.1',
    evidence: ['inventory', 'criticality', 'risk'],
    outside: { en: 'that a policy exists and was approved', de: 'dass ein Konzept besteht und gebilligt ist' },
  },
  {
    id: '(b)',
    name: { en: 'Incident handling', de: 'Bewältigung von Vorfällen' },
    annex: '3.1–3.6',
    evidence: ['incidents', 'decisions', 'practice', 'record'],
    outside: { en: 'what the people have learned', de: 'was die Menschen gelernt haben' },
  },
  {
    id: '(c)',
    name: { en: 'Continuity, backup and crises', de: 'Betriebsfortführung, Sicherungen, Krisen' },
    annex: '4.1–4.3',
    evidence: ['changes', 'practice'],
    outside: { en: 'that backups can be restored', de: 'dass sich Sicherungen zurückspielen lassen' },
  },
  {
    id: '(d)',
    name: { en: 'Supply chain', de: 'Lieferkette' },
    annex: '5.1',
    evidence: ['remote', 'planned'],
    outside: { en: 'contracts', de: 'Verträge' },
  },
  {
    id: '(e)',
    name: {
      en: 'Acquisition, development, maintenance; vulnerabilities',
      de: 'Erwerb, Entwicklung, Wartung; Schwachstellen',
    },
    annex: '6.4, 6.10',
    evidence: ['findings', 'changes', 'planned'],
    outside: {
      en: 'which advisories hold for which device, as long as none are loaded',
      de: 'welche Warnmeldung für welches Gerät gilt, solange keine geladen sind',
    },
  },
  {
    id: '(f)',
    name: { en: 'Whether measures work', de: 'Wirksamkeit der Maßnahmen' },
    annex: '7.1',
    evidence: ['sensors', 'sight', 'findings', 'decisions'],
    outside: null,
  },
  {
    id: '(g)',
    name: { en: 'Hygiene and training', de: 'Cyberhygiene und Schulung' },
    annex: '8.1, 8.2',
    evidence: ['practice'],
    outside: { en: 'what was taught', de: 'was gelehrt wurde' },
  },
  {
    id: '(h)',
    name: { en: 'Cryptography', de: 'Kryptografie' },
    annex: '9',
    evidence: ['encryption'],
    outside: { en: 'how keys are managed', de: 'wie Schlüssel verwaltet werden' },
  },
  {
    id: '(i)',
    name: { en: 'Personnel, access, assets', de: 'Personal, Zugriff, Anlagen' },
    annex: '11, 12.4',
    evidence: ['inventory', 'owners', 'changes'],
    outside: { en: 'how people join and leave', de: 'wie Menschen kommen und gehen' },
  },
  {
    id: '(j)',
    name: {
      en: 'Authentication by several factors, secured communication',
      de: 'Anmeldung mit mehreren Faktoren, gesicherte Kommunikation',
    },
    annex: '11.7',
    evidence: ['remote'],
    outside: { en: 'the second factor itself', de: 'den zweiten Faktor selbst' },
  },
  {
    id: '6.7, 6.8',
    name: { en: 'Network security and segmentation', de: 'Netzsicherheit und Trennung' },
    annex: '6.7.2, 6.8',
    evidence: ['zones', 'crossings', 'remote'],
    outside: { en: 'the rules of firewalls', de: 'die Regeln der Firewalls' },
  },
  {
    id: '3.2',
    name: { en: 'Monitoring and logging', de: 'Überwachung und Protokollierung' },
    annex: '3.2.1–3.2.7',
    evidence: ['sensors', 'sight', 'record'],
    outside: { en: 'logs of computers themselves', de: 'Protokolle der Rechner selbst' },
  },
]

/** How far watching a network can show it at all. */
export type Strength = 'strong' | 'medium' | 'weak'
export type Requirement = {
  readonly id: string
  readonly name: Text
  readonly strength: Strength
  readonly evidence: readonly EvidenceName[]
}

export const requirements: readonly Requirement[] = [
  ['1.13', 'Access through untrusted networks', 'Zugriff über nicht vertrauenswürdige Netze', 'strong', ['remote']],
  ['2.1', 'Who may do what', 'Wer was darf', 'medium', ['changes', 'planned']],
  ['2.8', 'Events that can be audited', 'Nachvollziehbare Ereignisse', 'medium', ['findings', 'record']],
  ['2.12', 'Non-repudiation', 'Nichtabstreitbarkeit', 'medium', ['changes', 'record']],
  ['3.1', 'Integrity of communication', 'Integrität der Kommunikation', 'medium', ['findings', 'sensors']],
  [
    '3.4',
    'Integrity of software and information',
    'Integrität von Software und Information',
    'strong',
    ['changes', 'planned'],
  ],
  ['4.1', 'Confidentiality of information', 'Vertraulichkeit von Information', 'strong', ['encryption']],
  ['5.1', 'Segmentation', 'Trennung der Netze', 'strong', ['zones', 'crossings']],
  ['5.2', 'Protection of zone boundaries', 'Schutz der Zonengrenzen', 'strong', ['zones', 'crossings', 'remote']],
  ['5.4', 'Partitioning of applications', 'Trennung der Anwendungen', 'strong', ['crossings']],
  ['6.1', 'Access to audit logs', 'Zugang zu Protokollen', 'strong', ['record']],
  ['6.2', 'Continuous monitoring', 'Ständige Überwachung', 'strong', ['sensors', 'sight']],
  ['7.1', 'Denial of service', 'Überlastung', 'strong', ['findings', 'sensors']],
  ['7.6', 'Network and security settings', 'Netz- und Sicherheitseinstellungen', 'strong', ['changes', 'planned']],
  ['7.7', 'Least functionality', 'So wenige Funktionen wie nötig', 'strong', ['inventory', 'crossings']],
  ['7.8', 'Inventory of components', 'Inventar der Komponenten', 'strong', ['inventory', 'owners']],
].map(([id, en, de, strength, evidence]) => ({ id, name: { en, de }, strength, evidence }) as Requirement)

/** System requirements of IEC 62443-3-3 that are not in the list: whoever only listens sees nothing of them. */
export const REQUIREMENTS_IN_ALL = 51

export function standingOf({ evidence, outside }: Pick<Measure, 'evidence' | 'outside'>, facts: ReportFacts): Standing {
  const met = evidence.filter(name => evidenceOf(name, facts, 'en').met).length
  if (met === 0) return 'none'
  return met === evidence.length && outside === null ? 'shown' : 'partly'
}

export function articleCounts(facts: ReportFacts): Readonly<Record<Standing, number>> {
  const counts = { shown: 0, partly: 0, none: 0 }
  for (const measure of articleMeasures) counts[standingOf(measure, facts)]++
  return counts
}
