// Column titles of lists that plants keep, in English and German, in small letters and digits only.
export type Column =
  | 'name'
  | 'ip'
  | 'mac'
  | 'vendor'
  | 'model'
  | 'orderNumber'
  | 'serial'
  | 'firmware'
  | 'location'
  | 'instance'

const titles: Readonly<Record<Column, string>> = {
  name:
    'name hostname host hostnames devicename assetname asset device geraet geraetename geraetebezeichnung bezeichnung ' +
    'stationname nameofstation stationsname profinetname profinetgeraetename profinetdevicename pnname dnsname tag tagname',
  ip: 'ip ips ipaddress ipadresse ipaddresses ipaddr ipadr ipv4 ipv4address ipv4adresse ipv6 address adresse networkaddress netzwerkadresse',
  mac: 'mac macs macaddress macadresse macaddr macadr physicaladdress physischeadresse hwaddress hardwareaddress ethernetaddress',
  vendor: 'vendor manufacturer hersteller make brand fabrikat herstellername vendorname manufacturername',
  model:
    'model type modell typ devicetype geraetetyp typeofstation stationstyp product produkt productname modelname typbezeichnung',
  orderNumber:
    'ordernumber orderno ordernr bestellnummer bestellnr mlfb partnumber partno articlenumber articleno artikelnummer artikelnr catalognumber catalogno materialnummer materialnr productcode',
  serial: 'serial serialnumber serialno serialnr sn seriennummer seriennr fabriknummer',
  firmware: 'firmware firmwareversion fw fwversion firmwarestand softwareversion swversion softwarestand version',
  location:
    'location standort ort einbauort room raum cabinet schrank plant anlage area bereich halle building gebaeude',
  instance: 'instance deviceinstance deviceobjinstance bacnetid bacnetinstance deviceid instanz geraeteinstanz',
}

const byTitle = new Map(
  Object.entries(titles).flatMap(([column, words]) => words.split(' ').map(word => [word, column as Column] as const)),
)

/** `Geräte-Name` → `geraetename`. Units and remarks in brackets do not count. */
export const wordOf = (title: string): string =>
  title
    .replace(/[([].*$/, '')
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]/g, '')

export const columnOf = (title: string): Column | null => byTitle.get(wordOf(title)) ?? null
