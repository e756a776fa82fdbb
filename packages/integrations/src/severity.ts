// One table of severities in the words of all receivers: nobody makes up another.
import type { Severity } from '@nautilus/model'

export type SeverityWords = {
  /** 0 to 100, the middle of what the word stands for. */
  readonly score: number
  /** RFC 5424, 6.2.1. */
  readonly syslog: number
  /** 0 to 10. */
  readonly cef: number
  /** Splunk's Common Information Model, Alerts. */
  readonly cim: 'informational' | 'low' | 'medium' | 'high' | 'critical'
  /** ASIM, EventSeverity: it has no Critical. */
  readonly asim: 'Informational' | 'Low' | 'Medium' | 'High'
  /** OCSF, severity_id. */
  readonly ocsf: number
  /** ServiceNow, em_event.severity: 1 critical to 5 OK. */
  readonly event: string
  /** ServiceNow, impact and urgency. */
  readonly impact: string
  readonly urgency: string
  /** 1 to 4. */
  readonly theHive: number
  /** MISP, threat_level_id: 1 high to 4 undefined. */
  readonly misp: string
}

const row = (
  score: number,
  [syslog, cef]: readonly [number, number],
  cim: SeverityWords['cim'],
  asim: SeverityWords['asim'],
  [ocsf, event, impact, urgency, theHive, misp]: readonly [number, string, string, string, number, string],
): SeverityWords => ({ score, syslog, cef, cim, asim, ocsf, event, impact, urgency, theHive, misp })

export const severityWords: Readonly<Record<Severity, SeverityWords>> = {
  recorded: row(10, [6, 1], 'informational', 'Informational', [1, '4', '3', '3', 1, '4']),
  low: row(30, [5, 3], 'low', 'Low', [2, '4', '3', '3', 1, '3']),
  medium: row(50, [4, 5], 'medium', 'Medium', [3, '3', '2', '2', 2, '2']),
  high: row(75, [3, 8], 'high', 'High', [4, '2', '1', '2', 3, '1']),
  critical: row(90, [2, 10], 'critical', 'High', [5, '1', '1', '1', 4, '1']),
}
