/** One maker, one name: how lists, protocols and people write it. The first that fits counts. */
const aliases: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^siemens\b/i, 'Siemens'],
  [/^(rockwell|allen[- ]bradley)/i, 'Rockwell Automation'],
  [/^(schneider|telemecanique|modicon|square d\b)/i, 'Schneider Electric'],
  [/^abb\b/i, 'ABB'],
  [/^(ge intelligent|ge fanuc|general electric|ge vernova|intelligent platforms|ge$)/i, 'GE'],
  [/^(hewlett[- ]?packard|hp inc|hp$)/i, 'HP'],
  [/^(moxa)\b/i, 'Moxa'],
  [/^(ruggedcom)\b/i, 'RuggedCom'],
  [/^(phoenix contact)\b/i, 'Phoenix Contact'],
  [/^(mitsubishi electric)\b/i, 'Mitsubishi Electric'],
  [/^(omron)\b/i, 'Omron'],
  [/^(beckhoff)\b/i, 'Beckhoff'],
  [/^(wago)\b/i, 'WAGO'],
  [/^(cisco)\b/i, 'Cisco'],
  [/^(schweitzer engineering)\b/i, 'SEL'],
  [/^(bristol babcock)\b/i, 'Bristol Babcock'],
  [/^(alerton)\b/i, 'Alerton'],
  [/^(lithonia lighting)\b/i, 'Lithonia Lighting'],
  [/^(pcs systemtechnik)\b/i, 'VirtualBox'],
  [/^(3s\b|codesys)/i, 'CODESYS'],
  [/^(3com|3 com)\b/i, '3Com'],
  [/^(festo)\b/i, 'Festo'],
  [/^(turck)\b/i, 'Turck'],
]

/** Who made the software that answers, and no device. */
export const isSoftwareOnly = (text: string): boolean => /^(net-?snmp|open62541|openssh)\b/i.test(text)

/** Forms of companies, at the end of a name, as often as they stand there. */
const forms =
  /[\s,.]+(inc|incorporated|corp|corporation|co|company|ltd|limited|llc|gmbh|ag|kg|se|sa|s\.a|nv|bv|b\.v|ab|as|a\/s|oy|oyj|spa|s\.p\.a|plc|pte|pty|& co|intl|int'l|international)[.,]*$/i
const mostForms = 4

/** The name of a maker as people say it: `Siemens` for `Siemens AG,`, `Festo` for `Festo AG & Co. KG`. */
export function vendorNamed(text: string): string {
  const known = aliases.find(([pattern]) => pattern.test(text))
  if (known) return known[1]
  let name = text.trim().replace(/[,.]+$/, '')
  for (let i = 0; i < mostForms; i++) {
    const shorter = name.replace(forms, '')
    if (shorter === name || shorter.trim() === '') break
    name = shorter
  }
  return name
}
