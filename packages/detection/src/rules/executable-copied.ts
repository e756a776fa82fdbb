import type { OperationEvent, Who } from '../event.ts'
import { hmi, operation, otherPlc, outsider, plc, station, stranger, who } from '../examples.ts'
import { isPlant } from '../remote.ts'
import { defineRule, type Level } from '../rule.ts'
import { cut, linkOf } from '../wording.ts'

/** What runs as it is, and what unpacks to that. */
const running: ReadonlySet<string> = new Set([
  'Windows program',
  'ELF program',
  'script',
  'Java class',
  'Java archive',
  'shortcut',
])
const mayRun = /\.(msi|msp|cab|jar|apk|deb|rpm|run)$/i
const server = who('10.0.0.20', { label: 'Server (10.0.0.20)', level: 3 })
const share = String.raw`\\ews\projects`
const smb = (object: string, detail: Readonly<Record<string, string>>, part = {}) =>
  operation({
    ...{ from: stranger, to: station, protocol: 'smb', port: 445, verb: 'file' as const, object },
    function: { code: 'smb2:09', name: 'write' },
    detail,
    ...part,
  })
const written = (name: string, content = 'Windows program', part = {}) =>
  smb(`${share}\\${name}`, { access: 'write', content }, part)
const fetched = (object: string, part = {}) =>
  operation({
    ...{ from: hmi, to: server, protocol: 'http', port: 80, verb: 'file' as const, object },
    function: { code: 'contents', name: 'contents' },
    detail: { access: 'read', content: 'Windows program' },
    ...part,
  })

export const rule = defineRule({
  id: 'executable-copied',
  catalogue: ['P17', 'Q06'],
  title: 'A program was copied to a machine of the plant',
  status: 'test',
  level: 'medium',
  description:
    'A file that runs (by its first bytes, whatever its name says) came over a share, the web, FTP or TFTP to an engineering station, an operator panel, a controller or a server of the plant. Software comes rarely there, and on agreed ways; so do the tools of an intruder.',
  references: ['https://attack.mitre.org/techniques/T0867/'],
  techniques: ['T0867'], // Lateral Tool Transfer
  consequences: ['T0863', 'T0895'], // User Execution, Autorun Image
  falsepositives: [
    'Updates and software distribution: name their server on the list `update server` of site.yaml',
    'An engineer who brings a tool',
  ],
  playbook: 'PB-05',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['smb', 'http', 'ftp', 'tftp', 'raw-file'],
  explainedBy: [{ rule: 'firmware-transfer', same: 'pair' }],

  on: 'operation',
  verbs: ['file', 'call'],
  protocols: ['smb', 'http', 'ftp', 'tftp', 'raw-file'],
  match: (event, { site, known }) => {
    const file = fileOf(event)
    if (file === null) return null
    const { content, from, to, name, certain } = file
    if (!isPlant(to) || (site.listed(from, 'update server') && !isLying(name, content))) return null
    const usual = known.taught && known.verb(linkOf(event), event.verb) !== null
    const lies = isLying(name, content)
    const outside = from.kind === 'public' ? ', a public address' : ''
    const called = name === '' ? '' : ` (${cut(name)})`
    const claim = lies ? ` Its name says that it is something else.` : ''
    return {
      summary: `A file that runs, ${content}${called}, came from ${from.label}${outside} to ${to.label}${to.role === null ? '' : `, ${to.role}`}, over ${event.protocol}.${claim}`,
      source: from,
      target: to,
      protocol: event.protocol,
      dedup: lies ? 'lies' : content,
      level: levelOf({ lies, usual, outside: outside !== '' }),
      confidence: certain ? 1 : 0.7,
      ...(usual ? { baseline: 'Files went this way before; what they were was not learned.' } : {}),
      count: event.activity.count,
    }
  },

  examples: [
    { name: 'to an engineering station, over a share', events: [written('tool.exe')], fires: 1 },
    { name: 'a program that calls itself a picture', events: [written('logo.png')], fires: 1 },
    {
      name: 'an installer by its name and its bytes',
      events: [written('x.msi', 'installer or document (OLE)')],
      fires: 1,
    },
    {
      name: 'an operator panel reads one from a share',
      events: [smb(`${share}\\a.exe`, { access: 'read', content: 'Windows program' }, { from: hmi, to: server })],
      fires: 1,
    },
    {
      name: 'an operator panel fetches one from the web',
      events: [fetched('192.0.2.5/setup', { to: outsider })],
      fires: 1,
    },
    {
      name: 'a controller is sent one on a bare connection',
      events: [
        operation({
          from: stranger,
          to: plc,
          protocol: 'raw-file',
          port: 4444,
          verb: 'file',
          object: '',
          function: { code: 'sent', name: 'contents of a file' },
          detail: { access: 'write', content: 'ELF program' },
        }),
      ],
      fires: 1,
    },
    {
      name: 'a script is put on a controller over FTP, by its name',
      events: [
        operation({
          from: stranger,
          to: otherPlc,
          protocol: 'ftp',
          port: 21,
          verb: 'file',
          object: '/tmp/run.sh',
          function: { code: 'STOR', name: 'store' },
          detail: { reply: 226 },
        }),
      ],
      fires: 1,
    },
    { name: 'a project', events: [smb(`${share}\\line.acd`, { access: 'write' })], fires: 0 },
    { name: 'a document', events: [written('report.doc', 'installer or document (OLE)')], fires: 0 },
    { name: 'an archive of a project', events: [written('line.zap16', 'ZIP archive')], fires: 0 },
    {
      name: 'between machines of the office',
      events: [written('tool.exe', 'Windows program', { to: server })],
      fires: 0,
    },
    {
      name: 'the station hands it out',
      events: [smb(`${share}\\a.exe`, { access: 'read', content: 'Windows program' })],
      fires: 0,
    },
    {
      name: 'from a server of updates',
      events: [fetched('wsus/update.exe')],
      site: { listed: (asked, list) => list === 'update server' && asked.ip === server.ip },
      fires: 0,
    },
    {
      name: 'it was refused',
      events: [written('tool.exe', 'Windows program', { outcome: 'refused' as const })],
      fires: 0,
    },
  ],
})

type Copied = {
  readonly content: string
  readonly from: Who
  readonly to: Who
  /** Without its path; empty where the protocol names none. */
  readonly name: string
  /** Told by its bytes, not by its name. */
  readonly certain: boolean
}

/** What was copied, and which way; null for what does not run. */
function fileOf({ client, server: asked, protocol, accepted, activity }: OperationEvent): Copied | null {
  if (!accepted) return null
  const { object, detail, function: fn } = activity
  const name = nameIn(object)
  const told = typeof detail?.content === 'string' ? detail.content : null
  const stored = protocol === 'ftp' && (fn.code === 'STOR' || fn.code === 'RETR') && byName.test(name)
  const content = told ?? (stored ? 'by its name' : null)
  if (content === null || !(stored || running.has(content) || mayRun.test(name))) return null
  const reads = protocol === 'tftp' || fn.code === 'RETR' || detail?.access === 'read'
  const [from, to] = reads ? [asked, client] : [client, asked]
  return { content, from, to, name, certain: told !== null }
}

const byName = /\.(exe|dll|scr|msi|bat|cmd|ps1|vbs|sh|py|elf|jar)$/i

const nameIn = (object: string): string => object.slice(Math.max(object.lastIndexOf('\\'), object.lastIndexOf('/')) + 1)

/** Its ending is that of something that does not run. A name without an ending says nothing. */
const isLying = (name: string, content: string): boolean => running.has(content) && harmless.test(name)

/** Endings that everybody knows, and under which nobody looks for a program. */
const harmless =
  /\.(png|jpe?g|gif|bmp|ico|svg|txt|log|csv|pdf|docx?|xlsx?|pptx?|xml|html?|css|json|mp[34]|avi|wav|ttf|acd|zap\d*|s7p|l5x)$/i

const levelOf = ({ lies, usual, outside }: Readonly<Record<'lies' | 'usual' | 'outside', boolean>>): Level =>
  lies ? 'high' : usual ? 'low' : outside ? 'high' : 'medium'
