// Remote-support and remote-access tools that speak TLS to relays of their makers: told by the names of these, as the
// makers publish them for firewalls, or by the names in their own certificates.
import type { Claim, Side } from '@nautilus/model'

/** Domain of the relays → product. */
const domains: Readonly<Record<string, string>> = {
  'anydesk.com': 'AnyDesk',
  'teamviewer.com': 'TeamViewer',
  'splashtop.com': 'Splashtop',
  'logmein.com': 'LogMeIn',
  'logmeinrescue.com': 'LogMeIn Rescue',
  'gotoassist.com': 'GoToAssist',
  'gotomypc.com': 'GoToMyPC',
  'screenconnect.com': 'ConnectWise ScreenConnect',
  'rustdesk.com': 'RustDesk',
  'zohoassist.com': 'Zoho Assist',
  'bomgarcloud.com': 'BeyondTrust Remote Support',
  'beyondtrustcloud.com': 'BeyondTrust Remote Support',
  'dwservice.net': 'DWService',
  'ammyy.com': 'Ammyy Admin',
  'parsec.app': 'Parsec',
  'remotepc.com': 'RemotePC',
  'supremocontrol.com': 'Supremo',
  'tailscale.com': 'Tailscale',
  'zerotier.com': 'ZeroTier',
  'ngrok.com': 'ngrok',
  'ngrok.io': 'ngrok',
  'ngrok-agent.com': 'ngrok',
  // Remote maintenance of machines.
  'talk2m.com': 'Ewon Talk2M',
  'secomea.com': 'Secomea SiteManager',
  'ixon.cloud': 'IXON Cloud',
  'ayayot.com': 'IXON Cloud',
  'mbconnect24.net': 'mbCONNECT24',
  'tosibox.com': 'Tosibox',
  'netbiter.net': 'Netbiter',
}
/** Common names in the certificates that a tool makes for itself. */
const certificates: readonly { readonly pattern: RegExp; readonly product: string }[] = [
  { pattern: /^AnyDesk Client$|^AnyNet (Relay|Root CA)/, product: 'AnyDesk' },
  { pattern: /^TeamViewer/, product: 'TeamViewer' },
  { pattern: /\brustdesk\b/i, product: 'RustDesk' },
]

/** The tool whose relay has this host name; null for any other. */
export function remoteToolAt(host: string): string | null {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.')
  for (let from = 0; from < labels.length - 1; from++) {
    const name = labels.slice(from).join('.')
    if (Object.hasOwn(domains, name)) return domains[name]!
  }
  return null
}

/** The tool that makes certificates with this subject or issuer; null for any other. */
export function remoteToolOf(name: string): string | null {
  const common = /(?:^|, ?)CN=([^,]*)/.exec(name)?.[1] ?? name
  return certificates.find(({ pattern }) => pattern.test(common.trim()))?.product ?? null
}

/** That a tool is used by, or runs on, one side. */
export const toolClaim = (about: Side, product: string, confidence: number): Claim => ({
  about,
  attribute: 'software',
  value: `${product} (remote access)`,
  confidence,
})
