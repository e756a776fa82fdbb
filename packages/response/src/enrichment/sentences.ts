import type { Catalogue } from '../sentence.ts'

/** By key; `consequence.` and an ATT&CK technique: what it means for a plant. */
export const enrichmentSentences: Catalogue = {
  'enrich.what': { en: '{why}', de: '{why}' },
  'enrich.baseline': { en: '{baseline}', de: '{baseline}' },
  'enrich.change': {
    en: '{object} was {before} and is now {after}.',
    de: '{object} war {before} und ist jetzt {after}.',
  },
  'enrich.change.unseen': {
    en: '{object} is now {after}; what it was before was not seen.',
    de: '{object} ist jetzt {after}; der Wert davor wurde nicht gesehen.',
  },
  'enrich.asset': { en: '{asset} is {role} in zone {zone}.', de: '{asset} ist {role} in Zone {zone}.' },
  'enrich.asset.role': { en: '{asset} is {role}.', de: '{asset} ist {role}.' },
  'enrich.asset.zone': { en: '{asset} is in zone {zone}.', de: '{asset} ist in Zone {zone}.' },
  'enrich.asset.process': { en: '{asset} works for {process}.', de: '{asset} arbeitet für {process}.' },
  'enrich.asset.criticality': {
    en: 'Much depends on {asset}: its criticality is {grade}.',
    de: 'Von {asset} hängt viel ab: Kritikalität {grade}.',
  },
  'enrich.asset.safety': {
    en: '{asset} belongs to a safety system.',
    de: '{asset} gehört zu einem Sicherheitssystem.',
  },
  'enrich.process.safety': { en: '{process} is protected by {class}.', de: '{process} ist durch {class} geschützt.' },
  'enrich.process.redundant': {
    en: 'Another one takes over when {process} fails.',
    de: 'Fällt {process} aus, übernimmt eine andere Anlage.',
  },
  'enrich.peer.new': {
    en: '{peer} talked {protocol} to {asset}, which it had not done before.',
    de: '{peer} sprach {protocol} mit {asset}, was zuvor nie vorkam.',
  },
  'enrich.peer.usual': {
    en: '{peer} talked {protocol} to {asset}, as it usually does.',
    de: '{peer} sprach {protocol} mit {asset}, wie sonst auch.',
  },
  'enrich.window.covered': { en: 'Work order {order} covers it.', de: 'Arbeitsauftrag {order} deckt es ab.' },
  'enrich.window.impostor': {
    en: 'Work order {order} is open, but not all of it fits: {misfits}.',
    de: 'Arbeitsauftrag {order} ist offen, aber nicht alles passt: {misfits}.',
  },
  'enrich.window.overrun': {
    en: 'Work order {order} fits, but its time was over.',
    de: 'Arbeitsauftrag {order} passt, aber seine Zeit war vorbei.',
  },
  'enrich.window.none': { en: 'No work order covers it.', de: 'Kein Arbeitsauftrag deckt es ab.' },
  'enrich.weakness': {
    en: '{asset} has {vulnerability} ({verdict}).',
    de: '{asset} hat {vulnerability} ({verdict}).',
  },
  'enrich.weakness.exploited': {
    en: '{asset} has {vulnerability} ({verdict}), which attackers are known to use.',
    de: '{asset} hat {vulnerability} ({verdict}), was Angreifer bekanntermaßen nutzen.',
  },
  'enrich.past': {
    en: 'Incident {incident} was {percent} % like it and ended as {outcome}.',
    de: 'Vorfall {incident} war zu {percent} % ähnlich und endete als {outcome}.',
  },
  'enrich.past.decision': {
    en: 'Incident {incident} was {percent} % like it and ended as {outcome}; decided was: {decision}.',
    de: 'Vorfall {incident} war zu {percent} % ähnlich und endete als {outcome}; entschieden wurde: {decision}.',
  },
  'enrich.cost': {
    en: 'While {process} stands, it costs {cost} {currency} an hour.',
    de: 'Solange {process} steht, kostet das {cost} {currency} je Stunde.',
  },
  'unknown.asset': { en: 'What {asset} is, nobody knows.', de: 'Was {asset} ist, weiß niemand.' },
  'unknown.role': { en: 'What {asset} is for is not known.', de: 'Wozu {asset} dient, ist nicht bekannt.' },
  'unknown.zone': {
    en: 'In which zone {asset} is, is not known.',
    de: 'In welcher Zone {asset} ist, ist nicht bekannt.',
  },
  'unknown.process': {
    en: 'Nobody declared which process {asset} works for.',
    de: 'Niemand hat angegeben, für welchen Prozess {asset} arbeitet.',
  },
  'unknown.declaration': {
    en: 'Nothing is declared of process {process}.',
    de: 'Zum Prozess {process} ist nichts angegeben.',
  },
  'unknown.safety-class': {
    en: 'Whether a safety function protects {process} is not declared.',
    de: 'Ob eine Sicherheitsfunktion {process} schützt, ist nicht angegeben.',
  },
  'unknown.cost': {
    en: 'What an hour costs while {process} stands is not declared.',
    de: 'Was eine Stunde Stillstand von {process} kostet, ist nicht angegeben.',
  },
  'unknown.before': {
    en: 'What {object} was before was not seen.',
    de: 'Was {object} vorher war, wurde nicht gesehen.',
  },
  'unknown.peers': {
    en: 'Who else talked to these devices was not looked at.',
    de: 'Wer sonst mit diesen Geräten sprach, wurde nicht geprüft.',
  },
  'unknown.weaknesses': { en: 'No advisories are loaded.', de: 'Es sind keine Sicherheitshinweise geladen.' },
  'unknown.consequence': {
    en: 'What it could do to the process is not known.',
    de: 'Was es für den Prozess bedeuten kann, ist nicht bekannt.',
  },
  'consequence.T0813': {
    en: 'Operators may be unable to control {where}.',
    de: 'Das Bedienpersonal kann {where} womöglich nicht mehr steuern.',
  },
  'consequence.T0815': {
    en: 'For a while the screens may not show what {where} does.',
    de: 'Die Anzeigen zeigen womöglich zeitweise nicht, was {where} tut.',
  },
  'consequence.T0826': { en: '{where} may stand still.', de: '{where} kann stillstehen.' },
  'consequence.T0827': {
    en: '{where} may run without anybody able to steer it.',
    de: '{where} kann laufen, ohne dass jemand eingreifen kann.',
  },
  'consequence.T0828': {
    en: 'Output of {where} and the money for it may be lost.',
    de: 'Produktion von {where} und ihr Erlös können ausfallen.',
  },
  'consequence.T0829': {
    en: 'Operators may not see what {where} does until somebody goes there.',
    de: 'Das Bedienpersonal sieht womöglich nicht, was {where} tut, bis jemand hingeht.',
  },
  'consequence.T0831': {
    en: '{where} may do something else than the operators want.',
    de: '{where} kann etwas anderes tun, als das Bedienpersonal will.',
  },
  'consequence.T0832': {
    en: 'The screens may show {where} differently from what it does.',
    de: 'Die Anzeigen können {where} anders zeigen, als es ist.',
  },
  'consequence.T0837': {
    en: 'What protects the equipment of {where} may not act when it must.',
    de: 'Der Schutz der Ausrüstung von {where} kann im Ernstfall versagen.',
  },
  'consequence.T0879': {
    en: 'Equipment of {where} may be damaged.',
    de: 'Ausrüstung von {where} kann beschädigt werden.',
  },
  'consequence.T0880': {
    en: 'People may be in danger: the safety functions of {where} may not act when they must.',
    de: 'Menschen können in Gefahr sein: Sicherheitsfunktionen von {where} können im Ernstfall versagen.',
  },
  'consequence.T0882': {
    en: 'What {where} does and how may become known to strangers.',
    de: 'Was {where} tut und wie, kann Fremden bekannt werden.',
  },
}
