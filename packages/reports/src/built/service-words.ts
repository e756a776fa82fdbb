type Words = {
  readonly devices: string
  readonly added: (count: number) => string
  readonly found: string
  readonly grave: (count: number, worked: number) => string
  readonly opened: string
  readonly closed: (count: number) => string
  readonly practised: string
  readonly bySite: string
  readonly sensors: string
  readonly silent: (all: number, silent: number) => string
  readonly incidents: string
  readonly detect: string
  readonly decide: string
  readonly weeks: string
  readonly weeksText: (sum: string, most: string) => string
  readonly week: string
  readonly top: string
  readonly finding: string
  readonly severity: string
  readonly times: string
  readonly incident: string
  readonly day: string
  readonly state: string
  readonly states: Readonly<Record<string, string>>
  readonly sight: string
  readonly recognised: string
  readonly encrypted: string
  readonly partial: string
  readonly noBlind: string
}

export const serviceWords: Readonly<Record<'en' | 'de', Words>> = {
  en: {
    devices: 'Devices',
    added: count => `${count} first heard in the period`,
    found: 'Findings',
    grave: (count, worked) => `${count} high or critical, ${worked} answered`,
    opened: 'Incidents opened',
    closed: count => `${count} closed`,
    practised: 'Exercises',
    bySite: 'By site',
    sensors: 'Sensors',
    silent: (all, silent) => (silent > 0 ? `${all}, ${silent} silent` : String(all)),
    incidents: 'Incidents',
    detect: 'Time to detect',
    decide: 'Time to decide',
    weeks: 'Findings by week',
    weeksText: (sum, most) => `${sum} findings in all, ${most} in the week with the most.`,
    week: 'Week',
    top: 'What was found most',
    finding: 'Finding',
    severity: 'Severity',
    times: 'Times',
    incident: 'Incident',
    day: 'Opened',
    state: 'State',
    states: {},
    sight: 'What the sensors see',
    recognised: 'Packets recognised',
    encrypted: 'Packets encrypted',
    partial: 'Parts seen only partly',
    noBlind: 'No part of the plant is known that the sensors do not see.',
  },
  de: {
    devices: 'Geräte',
    added: count => `${count} im Zeitraum zum ersten Mal gehört`,
    found: 'Befunde',
    grave: (count, worked) => `${count} hoch oder kritisch, ${worked} beantwortet`,
    opened: 'Vorfälle eröffnet',
    closed: count => `${count} abgeschlossen`,
    practised: 'Übungen',
    bySite: 'Nach Standort',
    sensors: 'Sensoren',
    silent: (all, silent) => (silent > 0 ? `${all}, ${silent} stumm` : String(all)),
    incidents: 'Vorfälle',
    detect: 'Zeit bis bemerkt',
    decide: 'Zeit bis entschieden',
    weeks: 'Befunde nach Woche',
    weeksText: (sum, most) => `${sum} Befunde insgesamt, ${most} in der Woche mit den meisten.`,
    week: 'Woche',
    top: 'Was am häufigsten gefunden wurde',
    finding: 'Befund',
    severity: 'Schwere',
    times: 'Anzahl',
    incident: 'Vorfall',
    day: 'Eröffnet',
    state: 'Stand',
    states: {
      detected: 'bemerkt',
      confirmed: 'bestätigt',
      enriched: 'angereichert',
      escalated: 'eskaliert',
      'awaiting engineering decision': 'wartet auf Entscheidung',
      decided: 'entschieden',
      acting: 'in Bearbeitung',
      recovered: 'wiederhergestellt',
      documented: 'dokumentiert',
      closed: 'abgeschlossen',
    },
    sight: 'Was die Sensoren sehen',
    recognised: 'Pakete erkannt',
    encrypted: 'Pakete verschlüsselt',
    partial: 'Teile, nur zum Teil gesehen',
    noBlind: 'Es ist kein Teil der Anlage bekannt, den die Sensoren nicht sehen.',
  },
}
