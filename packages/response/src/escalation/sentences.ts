import type { Catalogue } from '../sentence.ts'

export const readinessSentences: Catalogue = {
  'ready.wrong': { en: 'Not ready: {fault}', de: 'Nicht bereit: {fault}' },
  'ready.missing': {
    en: 'Not ready: there is no roster for the duty {duty}; add one.',
    de: 'Nicht bereit: Für die Aufgabe {duty} gibt es keinen Dienstplan; bitte anlegen.',
  },
  'ready.nobody': {
    en: 'Not ready: nobody is on call as {duty} for some of that time; fill the gap.',
    de: 'Nicht bereit: Zeitweise hat niemand Bereitschaft als {duty}; bitte die Lücke füllen.',
  },
  'ready.no-deputy': {
    en: 'Not ready: whoever is on call as {duty} has no deputy; name one.',
    de: 'Nicht bereit: Wer Bereitschaft als {duty} hat, hat keine Vertretung; bitte benennen.',
  },
  'ready.no-decider': {
    en: 'Not ready: at some time nobody is on call who may decide; put such a duty into the policy.',
    de: 'Nicht bereit: Zeitweise hat niemand Bereitschaft, der entscheiden darf; bitte in die Richtlinie aufnehmen.',
  },
}
