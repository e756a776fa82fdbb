// What the report on access and the one on devices say.
type Names = Readonly<Record<string, string>>
type Words = {
  readonly intro: string
  readonly controllers: string
  readonly clients: string
  readonly indirectly: string
  readonly refusals: string
  readonly direct: string
  readonly controller: string
  readonly client: string
  readonly protocol: string
  readonly did: string
  readonly refused: string
  readonly last: string
  readonly noDirect: string
  readonly indirect: string
  readonly through: string
  readonly how: string
  readonly steps: string
  readonly noIndirect: string
  readonly outside: string
  readonly outsideText: (external: string, ways: string) => string
  readonly verbs: Names
  readonly kinds: Names
}

export const accessWords: Readonly<Record<'en' | 'de', Words>> = {
  en: {
    intro:
      'What was seen, not what is allowed: whoever has not changed anything yet is missing here. A row says which device changed which controller, and what it did there.',
    controllers: 'Controllers that were changed',
    clients: 'Devices that change them',
    indirectly: 'Devices one or more steps away',
    refusals: 'Changes that were refused',
    direct: 'Who changes what',
    controller: 'Controller',
    client: 'Changed by',
    protocol: 'Protocol',
    did: 'Did',
    refused: 'Refused',
    last: 'Last',
    noDirect: 'Nobody was seen to change a controller.',
    indirect: 'Who can act on those who can',
    through: 'Next on the way',
    how: 'How',
    steps: 'Steps',
    noIndirect: 'Nobody was seen who can act on those.',
    outside: 'From outside',
    outsideText: (external, ways) =>
      `Devices that talk with addresses outside: ${external}. Ways from outside or from a remote access to the process: ${ways}.`,
    verbs: {},
    kinds: {},
  },
  de: {
    intro:
      'Was gesehen wurde, nicht was erlaubt ist: Wer noch nichts geändert hat, fehlt hier. Eine Zeile sagt, welches Gerät welche Steuerung änderte und was es dort tat.',
    controllers: 'Steuerungen, die geändert wurden',
    clients: 'Geräte, die sie ändern',
    indirectly: 'Geräte, einen oder mehr Schritte entfernt',
    refusals: 'Änderungen, die abgelehnt wurden',
    direct: 'Wer was ändert',
    controller: 'Steuerung',
    client: 'Geändert von',
    protocol: 'Protokoll',
    did: 'Was',
    refused: 'Abgelehnt',
    last: 'Zuletzt',
    noDirect: 'Niemand wurde dabei gesehen, eine Steuerung zu ändern.',
    indirect: 'Wer auf diese wirken kann',
    through: 'Nächstes auf dem Weg',
    how: 'Wie',
    steps: 'Schritte',
    noIndirect: 'Niemand wurde gesehen, der auf diese wirken kann.',
    outside: 'Von außen',
    outsideText: (external, ways) =>
      `Geräte, die mit Adressen außerhalb sprechen: ${external}. Wege von außen oder von einem Fernzugang zum Prozess: ${ways}.`,
    verbs: {
      read: 'Lesen',
      write: 'Schreiben',
      force: 'Forcen',
      start: 'Starten',
      stop: 'Stoppen',
      mode: 'Betriebsart wechseln',
      reset: 'Zurücksetzen',
      download: 'Laden in die Steuerung',
      upload: 'Auslesen der Steuerung',
      edit: 'Online-Änderung',
      delete: 'Löschen',
      firmware: 'Firmware-Update',
      configure: 'Konfigurieren',
      clock: 'Uhr stellen',
      authenticate: 'Anmelden',
      connect: 'Verbinden',
      discover: 'Erkunden',
      diagnose: 'Diagnose',
      file: 'Dateizugriff',
      subscribe: 'Abonnieren',
      report: 'Melden',
      alarm: 'Alarm',
      acknowledge: 'Quittieren',
      call: 'Aufruf',
      other: 'Anderes',
    },
    kinds: {
      login: 'Anmeldung',
      'remote control': 'Fernsteuerung',
      tunnel: 'Tunnel',
      'file share': 'Dateifreigabe',
      database: 'Datenbank',
      web: 'Web',
      engineering: 'Engineering',
      process: 'Prozesswerte',
    },
  },
}
