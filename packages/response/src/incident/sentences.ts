import type { Catalogue } from '../sentence.ts'

export const incidentSentences: Catalogue = {
  // Parts of refusals, which are said by their codes.
  'refusal.fact': { en: '{id} {question}', de: '{id} {question}' },
  'refusal.need': { en: '{count} × {who}', de: '{count} × {who}' },
  'refusal.more': { en: '{left} {right}', de: '{left} {right}' },
  'refusal.and': { en: '{left} and {right}', de: '{left} und {right}' },
  'refusal.or': { en: '{left} or {right}', de: '{left} oder {right}' },
  'reason.first': { en: 'The first finding of this incident.', de: 'Der erste Befund dieses Vorfalls.' },
  'reason.by-hand': { en: 'Put here by hand: {note}', de: 'Von Hand zugeordnet: {note}' },
  'reason.same-source': {
    en: 'The same device acted: {via}, {span} after or before finding {other}.',
    de: 'Dasselbe Gerät handelte: {via}, {span} vor oder nach Befund {other}.',
  },
  'reason.same-target': {
    en: 'It struck the same device: {via}, {span} from finding {other}.',
    de: 'Es traf dasselbe Gerät: {via}, {span} von Befund {other}.',
  },
  'reason.shared-asset': {
    en: '{via} takes part in both, {span} from finding {other}.',
    de: '{via} ist an beiden beteiligt, {span} von Befund {other}.',
  },
  'reason.pivot': {
    en: '{via} was reached in one and acted in the other, {span} from finding {other}.',
    de: '{via} wurde im einen erreicht und handelte im anderen, {span} von Befund {other}.',
  },
  'reason.progress': {
    en: 'On {via} an attack went on from {from} to {to}, {span} from finding {other}.',
    de: 'An {via} schritt ein Angriff von {from} zu {to} fort, {span} von Befund {other}.',
  },
  'stage.access': { en: 'access', de: 'Zugang' },
  'stage.foothold': { en: 'foothold', de: 'Festsetzen' },
  'stage.discovery': { en: 'discovery', de: 'Erkundung' },
  'stage.movement': { en: 'movement', de: 'Ausbreitung' },
  'stage.inhibition': { en: 'inhibition of what responds', de: 'Hemmung der Reaktion' },
  'stage.impairment': { en: 'impairment of control', de: 'Störung der Steuerung' },
  'stage.impact': { en: 'impact', de: 'Auswirkung' },
  'state.detected': { en: 'detected', de: 'erkannt' },
  'state.confirmed': { en: 'confirmed', de: 'bestätigt' },
  'state.enriched': { en: 'enriched', de: 'angereichert' },
  'state.escalated': { en: 'escalated', de: 'eskaliert' },
  'state.awaiting engineering decision': {
    en: 'awaiting engineering decision',
    de: 'wartet auf technische Entscheidung',
  },
  'state.decided': { en: 'decided', de: 'entschieden' },
  'state.acting': { en: 'acting', de: 'in Ausführung' },
  'state.recovered': { en: 'recovered', de: 'wiederhergestellt' },
  'state.documented': { en: 'documented', de: 'dokumentiert' },
  'state.closed': { en: 'closed', de: 'geschlossen' },
  'timeline.finding': { en: '{why}', de: '{why}' },
  'timeline.finding.often': { en: '{why} ({count} times)', de: '{why} ({count}-mal)' },
  'timeline.reported': { en: 'Reported: {text}', de: 'Gemeldet: {text}' },
  'timeline.state': { en: 'State {state}: {reason}', de: 'Zustand {state}: {reason}' },
  'timeline.decision': {
    en: 'Option {option} was decided: {reason}',
    de: 'Option {option} wurde entschieden: {reason}',
  },
  'timeline.override': {
    en: 'Two people went on without an answer to {facts}: {reason}',
    de: 'Zwei Personen entschieden ohne Antwort auf {facts}: {reason}',
  },
  'timeline.acknowledged': { en: '{person} acknowledged.', de: '{person} hat quittiert.' },
  'timeline.device': { en: '{device}', de: '{device}' },
  'timeline.not-enriched': {
    en: 'Nothing was looked up yet.',
    de: 'Es wurde noch nichts nachgeschlagen.',
  },
  'timeline.fact-open': { en: 'Nobody answered: {question}', de: 'Niemand hat geantwortet: {question}' },
}
