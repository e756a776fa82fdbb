import type { Asset, Role } from '@nautilus/model'
import { type Page, rest } from './page.ts'
import { table } from './table.ts'

const MOST = 40
/** Columns from which each asset has room on one line. */
const WIDE = 140

/** Spoken by nearly everything; said of a device only when it says nothing else. */
const plumbing: ReadonlySet<string> = new Set(['arp', 'icmp', 'lldp'])

/** The plant first, from the process upwards; then what connects it; then the office. */
const weight: Readonly<Partial<Record<Role, number>>> = {
  'safety controller': 0,
  controller: 1,
  RTU: 1,
  IED: 1,
  'building controller': 1,
  robot: 2,
  drive: 2,
  'I/O device': 2,
  gateway: 3,
  HMI: 4,
  'SCADA server': 4,
  'engineering workstation': 5,
  'vendor laptop': 5,
  historian: 6,
  'remote-access gateway': 7,
  firewall: 7,
  router: 7,
  switch: 7,
}

export function assetsPart(page: Page, most = MOST): string[] {
  const { report, width } = page
  const sorted = inOrder(report.assets)
  const shown = sorted.slice(0, most)
  const lines = width >= WIDE ? wide(shown, page) : narrow(shown, page)
  return [...lines, ...rest(page, sorted.length, shown.length, 'assets')]
}

/** From the process upwards, of one kind by address. */
export const inOrder = (assets: readonly Asset[]): Asset[] =>
  [...assets].sort((a, b) => rank(a) - rank(b) || byAddress(a, b))

/** One line for each. */
function wide(assets: readonly Asset[], { style, width }: Page): string[] {
  const columns = [
    { title: 'IP' },
    { title: 'Name', least: 12, paint: style.strong },
    { title: 'Role', least: 16 },
    { title: 'Make, model, firmware', least: 24 },
    { title: 'Speaks', least: 16 },
    { title: 'MAC', paint: style.quiet },
  ]
  const cells = (asset: Asset) => [
    listed(asset.ip),
    asset.name ?? '',
    roleOf(asset),
    makeOf(asset),
    protocolsOf(asset),
    listed(asset.mac),
  ]
  return table(columns, assets.map(cells), { width, style })
}

/** Two lines for each, so that nothing that matters is cut on a narrow terminal. */
function narrow(assets: readonly Asset[], { style, width }: Page): string[] {
  const lines = assets.flatMap(asset => {
    const upper = [listed(asset.ip) || '–', asset.name ?? '–', makeOf(asset) || '–']
    const lower = [listed(asset.mac), roleOf(asset), protocolsOf(asset)]
    const both = [{ cells: upper, lower: false }]
    return lower.every(cell => cell === '') ? both : [...both, { cells: lower, lower: true }]
  })
  const quiet = (text: string, row: number) => (lines[row]?.lower ? style.quiet(text) : text)
  const strong = (text: string, row: number) => (lines[row]?.lower || text === '–' ? text : style.strong(text))
  const columns = [
    { title: 'IP and MAC', least: 17, paint: quiet },
    { title: 'Name and role', least: 24, paint: strong },
    { title: 'Make, model, firmware; speaks', least: 24, paint: quiet },
  ]
  return table(
    columns,
    lines.map(({ cells }) => cells),
    { width, style },
  )
}

const rank = ({ role }: Asset): number => (role ? (weight[role] ?? 8) : 9)

function byAddress(a: Asset, b: Asset): number {
  const [one, other] = [a, b].map(asset => sortable(asset.ip[0] ?? asset.mac[0] ?? asset.id))
  return one! < other! ? -1 : 1
}

/** So that 10.0.0.9 comes before 10.0.0.10. */
export const sortable = (address: string): string => address.replace(/\d+/g, digits => digits.padStart(3, '0'))

const listed = ([first = '', ...more]: readonly string[]): string =>
  more.length > 0 ? `${first} +${more.length}` : first

/** Vendor, model and firmware, without saying the vendor twice. */
export function makeOf({ vendor, model, orderNumber, firmware }: Asset): string {
  const what = model ?? orderNumber
  const known = what !== null && vendor !== null && what.toLowerCase().startsWith(vendor.toLowerCase().split(' ')[0]!)
  return [known ? null : vendor, what, firmware].filter(part => part !== null).join(' ')
}

/** Two roles at most, the first with how sure it is; nothing where no role is more likely than not. */
export function roleOf({ role, roles: [main, second] }: Asset): string {
  if (!role || !main) return ''
  const also = second && second.confidence >= 0.5 ? `, ${second.role}` : ''
  return `${main.role} ${Math.round(100 * main.confidence)} %${also}`
}

function protocolsOf({ protocols }: Asset): string {
  const telling = protocols.filter(spoken => !plumbing.has(spoken.split(' ')[0]!))
  const from = telling.length > 0 ? telling : protocols
  const of = (side: string) => from.filter(p => p.endsWith(side)).map(p => p.slice(0, -side.length))
  const serves = of(' server')
  const uses = of(' client')
  const said = (verb: string, list: readonly string[]) => (list.length > 0 ? [`${verb} ${list.join(', ')}`] : [])
  return telling.length > 0
    ? [...said('serves', serves), ...said('uses', uses)].join('; ')
    : [...new Set([...serves, ...uses])].join(', ')
}
