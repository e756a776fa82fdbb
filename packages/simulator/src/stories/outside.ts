import { type Device, outsider } from '../plant/cast.ts'
import { Connection } from '../plant/connection.ts'
import type { Script } from '../plant/scheduler.ts'
import { SECOND } from '../plant/story.ts'
import type { World } from '../plant/world.ts'
import { text } from '../wire/bytes.ts'

const TIMES = 12

/** Asks somebody on the internet, in a rhythm, whether there is something to do. */
export function* beacon({ network, random }: World, from: Device): Script {
  const own = random.fork('beacon')
  for (let round = 0; round < TIMES; round++) {
    const connection = new Connection(network, network.host(from), network.host(outsider), 80)
    yield* connection.connect()
    connection.send('client', text(`GET /t?n=${round} HTTP/1.1\r\nHost: updates.example\r\nUser-Agent: agent\r\n\r\n`))
    yield own.between(20_000, 60_000)
    connection.send('server', text('HTTP/1.1 204 No Content\r\nServer: web\r\n\r\n'))
    yield own.between(5_000, 20_000)
    yield* connection.close()
    yield 5 * SECOND + own.between(-50_000, 50_000)
  }
}

/** A shell where files are shared: SSH on port 445. Behind the banners all is random, as a cipher makes it. */
export function* hiddenShell({ network, random }: World, from: Device, to: Device): Script {
  const own = random.fork('shell')
  const connection = new Connection(network, network.host(from), network.host(to), 445)
  yield* connection.connect()
  connection.send('server', text('SSH-2.0-dropbear_2019.78\r\n'))
  yield own.between(10_000, 40_000)
  connection.send('client', text('SSH-2.0-libssh_0.9.6\r\n'))
  yield own.between(10_000, 40_000)
  for (let round = 0; round < 20; round++) {
    const noise = Uint8Array.from({ length: own.between(48, 400) }, () => own.between(0, 255))
    connection.send(round % 2 === 0 ? 'client' : 'server', noise)
    yield own.between(100_000, SECOND)
  }
  yield* connection.close()
}
