// What a report about one incident says.
import type { ClockState } from '@nautilus/response'

type Words = {
  readonly facts: Readonly<
    Record<
      | 'id'
      | 'title'
      | 'severity'
      | 'state'
      | 'outcome'
      | 'opened'
      | 'aware'
      | 'assignee'
      | 'playbook'
      | 'devices'
      | 'record',
      string
    >
  >
  readonly recordOf: (links: number, hash: string) => string
  readonly exercise: string
  readonly summary: string
  readonly what: string
  readonly toWhat: string
  readonly couldDo: string
  readonly open: string
  readonly nothing: string
  readonly timeline: string
  readonly columns: Readonly<
    Record<
      | 'when'
      | 'what'
      | 'who'
      | 'option'
      | 'why'
      | 'fact'
      | 'answer'
      | 'step'
      | 'done'
      | 'duty'
      | 'stage'
      | 'due'
      | 'sent'
      | 'receipt'
      | 'standing'
      | 'item'
      | 'hash'
      | 'size',
      string
    >
  >
  readonly events: Readonly<
    Record<'state' | 'decided' | 'paged' | 'acknowledged' | 'attached' | 'started', (a: string, b: string) => string>
  >
  readonly program: string
  /** What is not in it is said as it was written. */
  readonly answers: Readonly<Record<string, string>>
  readonly decisions: string
  readonly approvedBy: (names: string) => string
  readonly overriddenBy: (name: string, reason: string) => string
  readonly factsTitle: string
  readonly unanswered: string
  readonly steps: string
  readonly clocks: string
  readonly states: Readonly<Record<ClockState, string>>
  readonly draftOf: (version: number, hash: string) => string
  readonly lessons: string
  readonly actions: string
  readonly evidence: string
  readonly packetsOf: (finding: string, frames: number) => string
  readonly reportOf: (stage: string, version: number) => string
  readonly recordFile: string
}

export const incidentWords: Readonly<Record<'en' | 'de', Words>> = {
  en: {
    facts: {
      ...{ id: 'Incident', title: 'Title', severity: 'Severity', state: 'State', outcome: 'Outcome', opened: 'Opened' },
      ...{ aware: 'Known since', assignee: 'Answers for it', playbook: 'Playbook', devices: 'Devices' },
      record: 'Record',
    },
    recordOf: (links, hash) => `${links} entries; the last has the hash ${hash}`,
    exercise: 'This was an exercise. Nothing of it was real.',
    summary: 'Summary',
    what: 'What happened, to what, and what it could do',
    toWhat: 'To what',
    couldDo: 'What it could do to the process',
    open: 'What is not known',
    nothing: 'Nothing is known of this.',
    timeline: 'Timeline',
    columns: {
      ...{
        when: 'When',
        what: 'What',
        who: 'By whom',
        option: 'Decided',
        why: 'Reason',
        fact: 'Fact',
        answer: 'Answer',
      },
      ...{ step: 'Step', done: 'Done', duty: 'Duty', stage: 'Report', due: 'Due', sent: 'Sent', receipt: 'Reference' },
      ...{ standing: 'State', item: 'What', hash: 'SHA-256', size: 'Bytes' },
    },
    events: {
      state: (to, reason) => `State: ${to}. ${reason}`,
      decided: (option, reason) => `Decided: ${option}. ${reason}`,
      paged: (person, channel) => `${person} was called by ${channel}.`,
      acknowledged: () => 'Acknowledged.',
      attached: name => `File put in: ${name}.`,
      started: playbook => `Playbook ${playbook} began.`,
    },
    program: 'the platform',
    answers: {},
    decisions: 'Decisions',
    approvedBy: names => `Approved by ${names}.`,
    overriddenBy: (name, reason) => `Without all facts, on the word of ${name}: ${reason}`,
    factsTitle: 'Facts that were asked for',
    unanswered: 'not answered',
    steps: 'Steps of the playbook',
    clocks: 'Duties to report',
    states: {
      ...{ waiting: 'waits for its moment', offered: 'not chosen', 'not-needed': 'not needed', running: 'running' },
      ...{ late: 'past our own target', overdue: 'overdue', submitted: 'sent in time', 'submitted-late': 'sent late' },
    },
    draftOf: (version, hash) => `draft ${version}, ${hash}`,
    lessons: 'What was learned',
    actions: 'What was agreed',
    evidence: 'Evidence',
    packetsOf: (finding, frames) => `Packets of finding ${finding}: ${frames} frames`,
    reportOf: (stage, version) => `Report: ${stage}, version ${version}`,
    recordFile: 'Record of the incident, its last link',
  },
  de: {
    facts: {
      ...{ id: 'Vorfall', title: 'Titel', severity: 'Schwere', state: 'Stand', outcome: 'Ausgang', opened: 'Eröffnet' },
      ...{ aware: 'Bekannt seit', assignee: 'Verantwortlich', playbook: 'Playbook', devices: 'Geräte' },
      record: 'Aufzeichnung',
    },
    recordOf: (links, hash) => `${links} Einträge; der letzte hat den Hash ${hash}`,
    exercise: 'Das war eine Übung. Nichts davon war echt.',
    summary: 'Zusammenfassung',
    what: 'Was geschah, womit, und was es bewirken konnte',
    toWhat: 'Womit',
    couldDo: 'Was es am Prozess bewirken konnte',
    open: 'Was nicht bekannt ist',
    nothing: 'Darüber ist nichts bekannt.',
    timeline: 'Zeitlicher Verlauf',
    columns: {
      ...{ when: 'Wann', what: 'Was', who: 'Von wem', option: 'Entschieden', why: 'Grund', fact: 'Tatsache' },
      ...{ answer: 'Antwort', step: 'Schritt', done: 'Getan', duty: 'Aufgabe', stage: 'Meldung', due: 'Fällig' },
      ...{ sent: 'Gesendet', receipt: 'Aktenzeichen', standing: 'Stand', item: 'Was', hash: 'SHA-256', size: 'Bytes' },
    },
    events: {
      state: (to, reason) => `Stand: ${to}. ${reason}`,
      decided: (option, reason) => `Entschieden: ${option}. ${reason}`,
      paged: (person, channel) => `${person} wurde über ${channel} gerufen.`,
      acknowledged: () => 'Bestätigt.',
      attached: name => `Datei beigelegt: ${name}.`,
      started: playbook => `Playbook ${playbook} begann.`,
    },
    program: 'die Plattform',
    answers: {
      ...{ yes: 'ja', no: 'nein', unknown: 'nicht bekannt' },
      ...{ resolved: 'behoben', false: 'Fehlalarm', benign: 'harmlos', merged: 'in einem anderen aufgegangen' },
    },
    decisions: 'Entscheidungen',
    approvedBy: names => `Freigegeben von ${names}.`,
    overriddenBy: (name, reason) => `Ohne alle Tatsachen, auf das Wort von ${name}: ${reason}`,
    factsTitle: 'Tatsachen, nach denen gefragt war',
    unanswered: 'nicht beantwortet',
    steps: 'Schritte des Playbooks',
    clocks: 'Meldepflichten',
    states: {
      ...{ waiting: 'wartet auf ihren Zeitpunkt', offered: 'nicht gewählt', 'not-needed': 'nicht nötig' },
      ...{ running: 'läuft', late: 'nach dem eigenen Ziel', overdue: 'überfällig', submitted: 'rechtzeitig gesendet' },
      'submitted-late': 'verspätet gesendet',
    },
    draftOf: (version, hash) => `Entwurf ${version}, ${hash}`,
    lessons: 'Was gelernt wurde',
    actions: 'Was vereinbart wurde',
    evidence: 'Belege',
    packetsOf: (finding, frames) => `Pakete des Befunds ${finding}: ${frames} Rahmen`,
    reportOf: (stage, version) => `Meldung: ${stage}, Fassung ${version}`,
    recordFile: 'Aufzeichnung des Vorfalls, ihr letztes Glied',
  },
}
