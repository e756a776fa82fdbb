// What the report on devices says.
type Words = {
  readonly devices: string
  readonly added: (count: number) => string
  readonly owned: string
  readonly ranked: string
  readonly firmware: string
  readonly of: (part: string, whole: string) => string
  readonly noAdvisories: string
  readonly known: string
  readonly vendor: string
  readonly role: string
  readonly open: string
  readonly severity: string
  readonly count: string
  readonly weak: string
  readonly finding: string
  readonly list: string
  readonly device: string
  readonly address: string
  readonly make: string
  readonly zone: string
  readonly criticality: string
  readonly owner: string
  readonly left: (count: string) => string
  readonly none: string
  readonly roles: Readonly<Record<string, string>>
  readonly criticalities: Readonly<Record<string, string>>
}

export const assetWords: Readonly<Record<'en' | 'de', Words>> = {
  en: {
    devices: 'Devices',
    added: count => `${count} first heard in the period`,
    owned: 'Somebody answers for it',
    ranked: 'Criticality known',
    firmware: 'Firmware known',
    of: (part, whole) => `${part} of ${whole}`,
    noAdvisories:
      'No advisories of vendors are loaded here: which weakness is known of which firmware is not part of this report. What is open below was seen on the network.',
    known: 'How well the devices are known',
    vendor: 'Vendor known',
    role: 'Role known',
    open: 'Findings that are open',
    severity: 'Severity',
    count: 'Findings',
    weak: 'What was found most in the period',
    finding: 'Finding',
    list: 'Devices',
    device: 'Device',
    address: 'Address',
    make: 'Vendor, model, firmware',
    zone: 'Zone',
    criticality: 'Criticality',
    owner: 'Answers for it',
    left: count => `${count} further devices are not listed; the inventory has them.`,
    none: 'No devices were heard.',
    roles: {},
    criticalities: {},
  },
  de: {
    devices: 'Geräte',
    added: count => `${count} im Zeitraum zum ersten Mal gehört`,
    owned: 'Jemand steht dafür ein',
    ranked: 'Kritikalität bekannt',
    firmware: 'Firmware bekannt',
    of: (part, whole) => `${part} von ${whole}`,
    noAdvisories:
      'Warnmeldungen der Hersteller sind hier nicht geladen: Welche Schwachstelle zu welcher Firmware bekannt ist, gehört nicht zu diesem Bericht. Was unten offen ist, wurde im Netz gesehen.',
    known: 'Wie gut die Geräte bekannt sind',
    vendor: 'Hersteller bekannt',
    role: 'Rolle bekannt',
    open: 'Offene Befunde',
    severity: 'Schwere',
    count: 'Befunde',
    weak: 'Was im Zeitraum am häufigsten gefunden wurde',
    finding: 'Befund',
    list: 'Geräte',
    device: 'Gerät',
    address: 'Adresse',
    make: 'Hersteller, Modell, Firmware',
    zone: 'Zone',
    criticality: 'Kritikalität',
    owner: 'Steht dafür ein',
    left: count => `${count} weitere Geräte sind nicht aufgeführt; das Inventar hat sie.`,
    none: 'Es wurden keine Geräte gehört.',
    roles: {
      unknown: 'Unbekannt',
      controller: 'Steuerung',
      'safety controller': 'Sicherheitssteuerung',
      RTU: 'Fernwirkstation',
      IED: 'Schutzgerät (IED)',
      HMI: 'Bedienstation (HMI)',
      'SCADA server': 'SCADA-Server',
      'engineering workstation': 'Engineering-Station',
      historian: 'Historian',
      'I/O device': 'E/A-Gerät',
      drive: 'Antrieb',
      robot: 'Roboter',
      gateway: 'Gateway',
      'building controller': 'Gebäudesteuerung',
      router: 'Router',
      switch: 'Switch',
      firewall: 'Firewall',
      'remote-access gateway': 'Fernzugang',
      camera: 'Kamera',
      printer: 'Drucker',
      phone: 'Telefon',
      'IoT device': 'IoT-Gerät',
      'vendor laptop': 'Hersteller-Laptop',
      'domain controller': 'Domänencontroller',
      server: 'Server',
      workstation: 'Arbeitsplatz',
    },
    criticalities: {
      low: 'Niedrig',
      medium: 'Mittel',
      high: 'Hoch',
      critical: 'Kritisch',
      unknown: 'Unbekannt',
    },
  },
}
