// The judgement: each idea looks at the counters and says what is not seen, how that is known, and whom to ask for what.
import type { Asset, Coverage, Decoded, Sight, Subnet, Unseen } from '@nautilus/model'
import { plural } from '../roles/portrait.ts'

export type Seen = Pick<Coverage, 'recognised' | 'encrypted' | 'silent'> & {
  readonly sight: Sight
  readonly protocols: readonly Decoded[]
  readonly assets: readonly Asset[]
  readonly subnets: readonly Subnet[]
}

/** Fewer packets say nothing about a port. */
const ENOUGH_PACKETS = 200
/** Fewer connections may be cut off by the ends of the capture. */
const ENOUGH_CONNECTIONS = 5
/** Share of connections heard from one side only: more than chance, and more than half. */
const SOME_ONE_SIDED = 0.1
const MOSTLY_ONE_SIDED = 0.5
/** Devices that send to groups and are never spoken to: from here on it is no longer a quiet network. */
const ENOUGH_SENDERS = 3
/** Of one device: two may be chance in a short capture. */
const SEVERAL_PAIRS = 3
const MUCH_DUPLICATED = 0.3
const LITTLE_RECOGNISED = 0.8
const MUCH_ENCRYPTED = 0.25
/** Of the messages of a protocol. */
const MUCH_MALFORMED = 0.05
const ENOUGH_MESSAGES = 50
/** Requests without any reply, in a protocol that replies. */
const NO_REPLIES = 0.05
/** Microseconds. */
const LONG_SILENCE = 300e6

type Idea = (seen: Seen) => Unseen[]

const say = (
  code: string,
  grade: Unseen['grade'],
  what: string,
  ask: string,
  values: Unseen['values'] = {},
): Unseen[] => [{ code, grade, what, ask, values }]

const percent = (share: number): string => `${Math.round(share * 100)} %`
const enough = ({ packets }: Sight): boolean => packets >= ENOUGH_PACKETS

/** An access port shows broadcasts, group traffic and what a switch floods. */
const noMirror: Idea = ({ sight }) => {
  if (!enough(sight) || sight.senders < ENOUGH_SENDERS || sight.pairs.bothWays > 0) return []
  return say(
    'mirror.none',
    'blind',
    `${plural(sight.senders, 'device')} sent to all and to groups, and no two of them were heard talking to each other. This is what an ordinary switch port shows, not a mirror port.`,
    'Is this port the destination of a mirror session (SPAN), and is the session on?',
    { count: sight.senders },
  )
}

const oneHost: Idea = ({ sight, assets }) => {
  if (sight.commonMac === '' || !enough(sight) || sight.pairs.bothWays < SEVERAL_PAIRS) return []
  const owner = assets.find(({ mac }) => mac.includes(sight.commonMac))
  const name = owner ? (owner.name ?? owner.ip[0] ?? sight.commonMac) : sight.commonMac
  return say(
    'mirror.one-device',
    'partial',
    `Every conversation is to or from ${name}: this is the view of one device or of one mirrored port. What others say to each other is not seen.`,
    'Mirror the ports of the controllers and the uplinks as well, or the whole VLAN.',
    { name },
  )
}

const oneSided: Idea = ({ sight: { connections } }) => {
  const all = connections.both + connections.oneSided
  const share = connections.oneSided / Math.max(1, all)
  if (all < ENOUGH_CONNECTIONS || share < SOME_ONE_SIDED) return []
  return say(
    'mirror.one-sided',
    share >= MOSTLY_ONE_SIDED ? 'blind' : 'partial',
    `${percent(share)} of the connections were heard from one side only: replies, refusals and values are missing.`,
    'Mirror both directions (rx and tx) of each port. Where two paths carry one conversation, mirror both.',
    { share: percent(share) },
  )
}

/** Even where connections are few: a protocol that was asked and never answered. */
const noReplies: Idea = ({ protocols }) =>
  protocols
    .filter(({ protocol }) => replying.has(protocol))
    .filter(({ requests, replies }) => requests >= ENOUGH_MESSAGES && replies < requests * NO_REPLIES)
    .flatMap(({ protocol, requests, replies }) =>
      say(
        'protocol.no-replies',
        'partial',
        `${protocol}: ${plural(requests, 'request')}, ${replies === 0 ? 'no reply' : `only ${replies} replies`}. What was read, and whether writes were accepted, is not known.`,
        'Mirror both directions of the port of the controller that is asked.',
        { protocol, requests, replies },
      ),
    )

const replying: ReadonlySet<string> = new Set([
  'modbus',
  's7comm',
  'enip',
  'dnp3',
  'omron-fins',
  'melsec',
  'opcua',
  'mms',
  'ge-srtp',
  'ads',
  'hart-ip',
  'codesys',
])

const routedOnly: Idea = ({ silent, subnets }) => {
  const routed = silent.filter(({ cidr }) => subnets.some(one => one.cidr === cidr))
  if (routed.length === 0) return []
  return say(
    'network.routed-only',
    'partial',
    `${list(routed.map(({ cidr }) => cidr))}: heard only through a router. What the devices there say to each other, their makers and their MAC addresses are not seen.`,
    'Put a sensor or a mirror session into these networks, if controllers are there.',
    { networks: short(routed.map(({ cidr }) => cidr)) },
  )
}

const askedOnly: Idea = ({ silent, subnets }) => {
  const never = silent.filter(({ cidr }) => !subnets.some(one => one.cidr === cidr))
  if (never.length === 0) return []
  return say(
    'network.silent',
    'note',
    `${list(never.map(({ cidr }) => cidr))}: devices ask for addresses there and nobody answers.`,
    'Do these networks still exist? If they do, this port does not show them.',
    { networks: short(never.map(({ cidr }) => cidr)) },
  )
}

/** One tag among untagged frames is how most mirrors look; a trunk shows several. */
const tags: Idea = ({ sight: { vlans } }) =>
  vlans.length === 0
    ? []
    : say(
        'vlan.heard',
        'note',
        `VLANs heard: ${list(vlans.map(String))}. Others, if there are any, are not mirrored to this port.`,
        'Which VLANs carry plant traffic, and are all of them in the mirror session?',
        { vlans: short(vlans.map(String)) },
      )

const losses: Idea = ({ sight: { gaps, lostBytes } }) =>
  gaps === 0
    ? []
    : say(
        'capture.gaps',
        'partial',
        `TCP data are missing in ${plural(gaps, 'place')} (${plural(lostBytes, 'byte')}): packets were dropped before they came here, or the capture began in the middle.`,
        'Does the mirror port drop packets (output drops), and is the mirrored traffic more than the port can carry?',
        { count: gaps, bytes: lostBytes },
      )

const copies: Idea = ({ sight }) => {
  const share = sight.duplicates / Math.max(1, sight.packets)
  if (share < MUCH_DUPLICATED) return []
  return say(
    'capture.duplicates',
    'note',
    `${percent(share)} of the frames came twice. They count once, but they take the room of others on the mirror port.`,
    'Mirror each port in one direction only if both ends of a conversation are mirrored, or mirror the VLAN once.',
    { share: percent(share) },
  )
}

const clock: Idea = ({ sight: { clock: time } }) => [
  ...(time.back === 0
    ? []
    : say(
        'capture.clock',
        'note',
        `The clock went back ${plural(time.back, 'time')}, by up to ${(time.most / 1e6).toFixed(1)} s: times and the order of events are not sure.`,
        'Does the clock of the capturing machine follow a time server?',
        { count: time.back, seconds: Math.round(time.most / 1e5) / 10 },
      )),
  ...(time.longestSilence < LONG_SILENCE
    ? []
    : say(
        'capture.silence',
        'note',
        `Nothing at all was heard for ${Math.round(time.longestSilence / 60e6)} min. Plants are never that quiet.`,
        'Was the capture stopped, the port unplugged or the mirror session off?',
        { minutes: Math.round(time.longestSilence / 60e6) },
      )),
]

const strange: Idea = ({ sight, recognised }) =>
  !enough(sight) || recognised >= LITTLE_RECOGNISED
    ? []
    : say(
        'protocol.unrecognised',
        'partial',
        `${percent(1 - recognised)} of the packets belong to protocols that are not recognised: who talks is known, what was done is not.`,
        'Which products talk on the ports under "Not recognised"?',
        { share: percent(1 - recognised) },
      )

const secret: Idea = ({ sight, encrypted }) =>
  !enough(sight) || encrypted < MUCH_ENCRYPTED
    ? []
    : say(
        'protocol.encrypted',
        'note',
        `${percent(encrypted)} of the packets are encrypted: who talks is known, what was done is not.`,
        '',
        { share: percent(encrypted) },
      )

const broken: Idea = ({ protocols }) =>
  protocols
    .filter(({ messages, malformed }) => messages + malformed >= ENOUGH_MESSAGES)
    .filter(({ messages, malformed }) => malformed / (messages + malformed) >= MUCH_MALFORMED)
    .flatMap(({ protocol, messages, malformed }) =>
      say(
        'protocol.malformed',
        'note',
        `${protocol}: ${percent(malformed / (messages + malformed))} of the messages could not be read. A dialect that is not known, lost packets, or somebody who sends garbage.`,
        '',
        { protocol, share: percent(malformed / (messages + malformed)) },
      ),
    )

const ideas: readonly Idea[] = [
  noMirror,
  oneHost,
  oneSided,
  noReplies,
  routedOnly,
  losses,
  strange,
  tags,
  askedOnly,
  copies,
  clock,
  secret,
  broken,
]

const grades: readonly Unseen['grade'][] = ['blind', 'partial', 'note']

/** The gravest first; of the same grade in the order of the ideas. A port that is no mirror needs no finer word. */
export function unseenBy(seen: Seen): Unseen[] {
  const all = ideas.flatMap(idea => idea(seen))
  return all.sort((a, b) => grades.indexOf(a.grade) - grades.indexOf(b.grade))
}

const NAMED = 6

/** The same in no language. */
const short = (names: readonly string[]): string =>
  [names.slice(0, NAMED).join(', '), ...(names.length > NAMED ? [`(+${names.length - NAMED})`] : [])].join(' ')

function list(names: readonly string[]): string {
  const more = names.length - NAMED
  return more > 1 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : names.join(', ')
}
