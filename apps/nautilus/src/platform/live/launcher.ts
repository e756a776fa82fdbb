// Opens packet sockets, gives up every right, and starts a program that has the sockets and nothing else.
import { spawn, spawnSync } from 'node:child_process'
import { type Libc, openLibc, openSocket, type PacketSocket } from '@nautilus/capture'
import { Refusal } from '../../world.ts'
import { HANDED, handedText } from './handed.ts'

/** prctl(2). */
const PR_SET_NO_NEW_PRIVS = 38
const PR_CAP_AMBIENT = 47
const PR_CAP_AMBIENT_CLEAR_ALL = 4
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

type User = { readonly uid: number; readonly gid: number }

/** The exit code of the program. Throws a refusal where a socket could not be opened. */
export async function openWithout(
  names: readonly string[],
  megabytes: number,
  user: string | null,
  [program = '', ...args]: readonly string[],
): Promise<number> {
  const libc = await openLibc()
  if (typeof libc === 'string') throw new Refusal(`This machine has no library for packet sockets: ${libc}.`)
  const who = user === null ? null : userOf(user)
  const sockets = names.map(name => socketOn(libc, name, megabytes))
  // Of this thread, which is the one that starts the program: it cannot get rights back by a file that has some.
  libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
  libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
  const child = spawn(program, args, {
    stdio: ['inherit', 'inherit', 'inherit', ...sockets.map(({ descriptor }) => descriptor)],
    env: { ...process.env, [HANDED]: handedText(sockets) },
    ...(who ?? {}),
  })
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  for (const signal of SIGNALS) process.on(signal, pass)
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', error => reject(new Refusal(`${program} could not be started: ${error.message}.`)))
      child.on('close', (code, signal) => resolve(code ?? (signal ? 1 : 0)))
      // Ours are not needed any more: when the program ends, so does listening.
      for (const { descriptor } of sockets) libc.close(descriptor)
    })
  } finally {
    for (const signal of SIGNALS) process.off(signal, pass)
  }
}

function socketOn(libc: Libc, name: string, megabytes: number): PacketSocket {
  const opened = openSocket(libc, { interface: name, megabytes })
  if (opened.ok) return opened.socket
  const help =
    opened.code === 'live.not-permitted'
      ? ' Start this as root, or from a unit with AmbientCapabilities=CAP_NET_RAW.'
      : ''
  throw new Refusal(`${opened.message}${help}`)
}

/** From the list of users, whatever keeps it. */
function userOf(name: string): User {
  if (process.getuid?.() !== 0)
    throw new Refusal('--user takes root; leave it out where a unit of systemd sets the user.')
  const { stdout, status } = spawnSync('getent', ['passwd', name], { encoding: 'utf8' })
  const [, , uid, gid] = (status === 0 ? stdout : '').trim().split(':')
  if (!uid || !gid) throw new Refusal(`There is no user ${name}; \`useradd --system ${name}\` makes one.`)
  if (uid === '0') throw new Refusal(`${name} is root, who may do everything; name another user.`)
  return { uid: Number(uid), gid: Number(gid) }
}
