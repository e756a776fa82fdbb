// What can be known of other systems' tables: kinds of list, the fields of each, and what columns are titled that hold
// them, in English and German, as CMDBs, switches and firewalls export them.
import { wordOf } from '../expected/words.ts'

export const listKinds = ['assets', 'macs', 'arp', 'rules'] as const
export type ListKind = (typeof listKinds)[number]

export const listFields = {
  assets: [
    ...(['name', 'ip', 'mac', 'serial', 'tag', 'vendor', 'model', 'orderNumber', 'firmware'] as const),
    ...(['owner', 'location', 'criticality', 'ref'] as const),
  ],
  macs: ['mac', 'switch', 'port', 'vlan', 'type'],
  arp: ['ip', 'mac', 'device', 'interface', 'age'],
  rules: ['name', 'source', 'destination', 'service', 'action'],
} as const satisfies Record<ListKind, readonly string[]>

export type ListField = (typeof listFields)[ListKind][number]

/** Without one of these a list of its kind says nothing. */
export const neededFields: Readonly<Record<ListKind, readonly (readonly ListField[])[]>> = {
  assets: [['name', 'ip', 'mac', 'serial']],
  macs: [['mac'], ['port']],
  arp: [['ip'], ['mac']],
  rules: [['source'], ['destination'], ['action']],
}

const titles: Readonly<Record<ListKind, Readonly<Record<string, string>>>> = {
  assets: {
    name: 'name hostname host hostnames devicename assetname asset device ciname configurationitem displayname fqdn dnsname geraet geraetename bezeichnung systemname servername computername',
    ip: 'ip ips ipaddress ipadresse ipaddresses ipaddr ipadr ipv4 ipv4address networkaddress netzwerkadresse address',
    mac: 'mac macs macaddress macadresse macaddr macaddresses physicaladdress hwaddress hardwareaddress ethernetaddress',
    serial: 'serial serialnumber serialno serialnr sn seriennummer seriennr fabriknummer',
    tag: 'tag assettag assetnumber assetno assetid inventorynumber inventarnummer inventarnr anlagennummer anlagennr equipmentnumber equipmentnr',
    vendor: 'vendor manufacturer hersteller make brand fabrikat manufacturername vendorname',
    model: 'model modelid modelname type typ modell producttype product produkt devicetype geraetetyp modelnumber',
    orderNumber:
      'ordernumber orderno ordernr bestellnummer bestellnr mlfb partnumber partno articlenumber artikelnummer catalognumber',
    firmware: 'firmware firmwareversion fw fwversion softwareversion firmwarestand osversion',
    owner:
      'owner owners ownedby assignedto managedby responsible verantwortlich verantwortlicher besitzer eigentuemer supportgroup assignmentgroup systemowner',
    location:
      'location standort ort einbauort room raum cabinet schrank plant anlage building gebaeude halle bereich site',
    criticality:
      'criticality businesscriticality kritikalitaet criticalitylevel priority prioritaet importance schutzbedarf',
    ref: 'sysid externalid objectid uuid guid ciid',
  },
  macs: {
    mac: 'mac macaddress macadresse macaddr destinationaddress hwaddress hardwareaddress endpointmac',
    switch:
      'switch switchname switchip device hostname host devicename node nodename geraet networkdevice switchhostname',
    port: 'port ports interface portname ifname switchport portid localport destinationport schnittstelle',
    vlan: 'vlan vlanid vid vlans vlannumber fid',
    type: 'type typ status state learned addresstype',
  },
  arp: {
    ip: 'ip ipaddress ipadresse address ipaddr internetaddress ipv4 ipv4address protocoladdress host',
    mac: 'mac macaddress macadresse hardwareaddr hardwareaddress physicaladdress lladdr hwaddress linklayeraddress',
    device: 'device router hostname switch firewall devicename node geraet',
    interface: 'interface ifname iface port vlan schnittstelle',
    age: 'age agemin age min alter ttl',
  },
  rules: {
    name: 'name rule rulename ruleid id number no nr policy policyname description regel regelname seq sequence',
    source: 'source src sourceaddress srcaddr sourcezoneaddress from sourceip srcip quelle von sources sourceaddresses',
    destination: 'destination dst dest destinationaddress dstaddr to destinationip dstip ziel nach destinations target',
    service: 'service services port ports dstport destinationport protocolport dienst dienste application serviceport',
    action: 'action verdict permission aktion policyaction allow permit target',
  },
}

const byTitle = new Map(
  listKinds.map(kind => [
    kind,
    new Map(
      Object.entries(titles[kind]).flatMap(([field, words]) =>
        words.split(' ').map(word => [word, field as ListField] as const),
      ),
    ),
  ]),
)

/** By field, the number of its column, from 0. */
export type ListMapping = Readonly<Partial<Record<ListField, number>>>

/** The first column of each field, as its title says. */
export function guessedMapping(kind: ListKind, columns: readonly string[]): ListMapping {
  const words = byTitle.get(kind)!
  const mapping: Partial<Record<ListField, number>> = {}
  for (const [at, title] of columns.entries()) {
    const field = words.get(wordOf(title))
    if (field !== undefined) mapping[field] ??= at
  }
  return mapping
}

/** Fields of which one at least has to be there and is not, each group as one. */
export const missingFields = (kind: ListKind, mapping: ListMapping): (readonly ListField[])[] =>
  neededFields[kind].filter(group => !group.some(field => mapping[field] !== undefined))

/** Of the first rows the one that is most like titles: lists begin with the name of the plant and who wrote them. */
export function titleRowOf(kind: ListKind, rows: readonly (readonly string[])[]): number {
  let best = 0
  let most = 0
  for (const [at, cells] of rows.entries()) {
    const known = Object.keys(guessedMapping(kind, cells)).length
    if (known > most) [best, most] = [at, known]
  }
  return best
}
