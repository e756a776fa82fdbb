import { isPublic } from '../address.ts'
import type { Evidence, RoleIdea } from './evidence.ts'
import { inPlant, isAnswered, type Portrait } from './portrait.ts'

const desktops: ReadonlySet<string> = new Set(['rdp', 'vnc', 'teamviewer'])
const tunnels: ReadonlySet<string> = new Set(['openvpn', 'wireguard', 'ipsec', 'l2tp', 'pptp', 'teamviewer'])

/** A desktop or a tunnel that leads in, at a device that works on the plant itself or brings others to it. */
export const remoteAccess: RoleIdea = portrait => {
  const { served, used, device } = portrait
  const found: Evidence[] = []
  const screen = served.find(e => desktops.has(e.traffic.protocol) && isAnswered(e))
  if (screen && inPlant(used).some(({ exchange }) => isAnswered(exchange))) {
    const reason = `is operated over ${screen.traffic.protocol} and works on plant devices`
    found.push({ role: 'remote-access gateway', confidence: 0.4, reason })
  }
  const outside = used.find(e => tunnels.has(e.traffic.protocol) && isAnswered(e) && isPublic(e.traffic.server))
  if (outside && !device.ips.some(isPublic)) {
    const reason = `keeps a ${outside.traffic.protocol} tunnel to the internet`
    found.push({ role: 'remote-access gateway', confidence: 0.5, reason })
  }
  return found
}

/** Names and addresses of mobile computers. */
const laptop = /(^|[^a-z])(laptop|lt|notebook|macbook|nb)(?![a-z])/i

/** An engineering tool on a computer that comes and goes belongs to somebody from outside, more often than not. */
export function visiting(portrait: Portrait, engineering: number): readonly Evidence[] {
  if (engineering < 0.5) return []
  const { device, claims, used } = portrait
  const signs: Evidence[] = []
  const add = (confidence: number, reason: string) => signs.push({ role: 'vendor laptop', confidence, reason })
  const name = claims.get('name')?.find(({ value }) => laptop.test(value))
  if (name) add(0.45, `name ${name.value}: a laptop that does engineering`)
  if (device.macs.some(isRandom)) add(0.3, 'randomised MAC address, as mobile systems use')
  if (used.some(e => e.traffic.protocol === 'dhcp')) add(0.2, 'asks for its address while it does engineering')
  return signs
}

/** Made up by software: the second bit of the first byte. */
const isRandom = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 2) !== 0

/** Kerberos, LDAP and DNS together are what a domain controller serves. */
export const directory: RoleIdea = ({ served }) => {
  const answers = new Set(served.filter(isAnswered).map(e => e.traffic.protocol))
  if (!answers.has('ldap') || !(answers.has('kerberos') || answers.has('dns'))) return []
  const reason = `answers ${[...answers].filter(p => ['ldap', 'kerberos', 'dns', 'smb'].includes(p)).join(', ')}`
  return [{ role: 'domain controller', confidence: answers.has('kerberos') ? 0.7 : 0.5, reason }]
}
