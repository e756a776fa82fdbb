// What a device is for, how much depends on it and how sure a weakness is, as parts of sentences.
import type { Role } from '@nautilus/model'
import { type Catalogue, type Language, type Sentence, sentence } from '../sentence.ts'

const role: Readonly<Record<Role, Readonly<Record<Language, string>>>> = {
  controller: { en: 'a controller', de: 'eine Steuerung' },
  'safety controller': { en: 'a safety controller', de: 'eine Sicherheitssteuerung' },
  RTU: { en: 'an RTU', de: 'eine Fernwirkstation' },
  IED: { en: 'an IED', de: 'ein Schutzgerät (IED)' },
  HMI: { en: 'an HMI', de: 'eine Bedienstation (HMI)' },
  'SCADA server': { en: 'a SCADA server', de: 'ein SCADA-Server' },
  'engineering workstation': { en: 'an engineering workstation', de: 'eine Engineering-Station' },
  historian: { en: 'a historian', de: 'ein Historian' },
  'I/O device': { en: 'an I/O device', de: 'ein E/A-Gerät' },
  drive: { en: 'a drive', de: 'ein Antrieb' },
  robot: { en: 'a robot', de: 'ein Roboter' },
  gateway: { en: 'a gateway', de: 'ein Gateway' },
  'building controller': { en: 'a building controller', de: 'eine Gebäudesteuerung' },
  router: { en: 'a router', de: 'ein Router' },
  switch: { en: 'a switch', de: 'ein Switch' },
  firewall: { en: 'a firewall', de: 'eine Firewall' },
  'remote-access gateway': { en: 'a remote-access gateway', de: 'ein Fernzugang' },
  camera: { en: 'a camera', de: 'eine Kamera' },
  printer: { en: 'a printer', de: 'ein Drucker' },
  phone: { en: 'a phone', de: 'ein Telefon' },
  'IoT device': { en: 'an IoT device', de: 'ein IoT-Gerät' },
  'vendor laptop': { en: 'a vendor laptop', de: 'ein Hersteller-Laptop' },
  'domain controller': { en: 'a domain controller', de: 'ein Domänencontroller' },
  server: { en: 'a server', de: 'ein Server' },
  workstation: { en: 'a workstation', de: 'ein Arbeitsplatz' },
}
const grade = {
  high: { en: 'high', de: 'hoch' },
  critical: { en: 'critical', de: 'kritisch' },
}
const verdict = {
  affected: { en: 'affected', de: 'betroffen' },
  likely: { en: 'likely affected', de: 'wahrscheinlich betroffen' },
}
const groups = { role, grade, verdict }

export const deviceSentences: Catalogue = Object.fromEntries(
  Object.entries(groups).flatMap(([group, words]) =>
    Object.entries(words).map(([word, said]) => [`${group}.${word}`, said]),
  ),
)

/** What the catalogue lacks is said as somebody wrote it. */
export function wordOf(group: keyof typeof groups, word: string): Sentence | string {
  const key = `${group}.${word}`
  return Object.hasOwn(deviceSentences, key) ? sentence(key) : word
}
