// What IT there is in a plant: web pages, encrypted connections, names, and building automation over UDP.
import type { Random } from '../random.ts'
import { floatBits, join, text, u16, u24, u32 } from '../wire/bytes.ts'
import type { DatagramScript } from './datagrams.ts'
import type { Script } from './poller.ts'

export function httpScript(random: Random): Script {
  return {
    port: 80,
    pause: 400_000,
    turns: 4,
    opening: () => [],
    turn: () => {
      const body = `{"pressure":${random.between(300, 500)},"state":"running"}`
      const head = `HTTP/1.1 200 OK\r\nServer: GoAhead-Webs\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
      const ask = 'GET /api/status HTTP/1.1\r\nHost: 10.30.9.1\r\nUser-Agent: plant-view/2.4\r\nAccept: */*\r\n\r\n'
      return { request: text(ask), reply: text(head + body) }
    },
  }
}

const extension = (type: number, body: Uint8Array): Uint8Array => join(u16(type), u16(body.length), body)
const handshake = (type: number, body: Uint8Array): Uint8Array =>
  join([22, 3, 3], u16(body.length + 4), [type], u24(body.length), body)
const bytesOf = (random: Random, length: number): Uint8Array => new Uint8Array(length).map(() => random.u32() & 255)

/** RFC 8446 to the end of the hellos; what follows is noise to anybody else. */
export function tlsScript(random: Random, name: string): Script {
  const noise = (length: number): Uint8Array => join([23, 3, 3], u16(length), bytesOf(random, length))
  const share = (): Uint8Array => join(u16(0x1d), u16(32), bytesOf(random, 32))
  return {
    port: 443,
    pause: 300_000,
    turns: 6,
    opening: () => {
      const server = join([0], u16(name.length), text(name))
      const shares = share()
      const extensions = join(
        extension(0, join(u16(server.length), server)),
        extension(10, join(u16(4), u16(0x1d), u16(0x17))),
        extension(13, join(u16(4), u16(0x0403), u16(0x0804))),
        extension(43, join([2], u16(0x0304))),
        extension(51, join(u16(shares.length), shares)),
      )
      const session = bytesOf(random, 32)
      const ciphers = join(u16(4), u16(0x1301), u16(0x1302))
      const hello = join(
        [3, 3],
        bytesOf(random, 32),
        [32],
        session,
        ciphers,
        [1, 0],
        u16(extensions.length),
        extensions,
      )
      const chosen = join(extension(43, join(u16(0x0304))), extension(51, share()))
      const answer = join([3, 3], bytesOf(random, 32), [32], session, u16(0x1301), [0], u16(chosen.length), chosen)
      const change = [20, 3, 3, 0, 1, 1]
      return [
        { request: handshake(1, hello), reply: join(handshake(2, answer), change, noise(600)) },
        { request: join(change, noise(53)), reply: null },
      ]
    },
    turn: () => ({ request: noise(random.between(60, 200)), reply: noise(random.between(100, 900)) }),
  }
}

export function dnsScript(random: Random): DatagramScript {
  const names = ['historian', 'line1', 'time', 'scada2']
  return {
    ports: [53_211, 53],
    pause: 250_000,
    turn: () => {
      const id = u16(random.between(1, 0xffff))
      const labels = [random.pick(names), 'plant', 'example'].map(label => join([label.length], text(label)))
      const question = join(...labels, [0], u16(1), u16(1))
      const answer = join([0xc0, 0x0c], u16(1), u16(1), u32(300), u16(4), [10, 30, 9, random.between(1, 9)])
      return {
        request: join(id, u16(0x0100), u16(1), u16(0), u16(0), u16(0), question),
        reply: join(id, u16(0x8180), u16(1), u16(1), u16(0), u16(0), question, answer),
      }
    },
  }
}

/** ASHRAE 135: ReadProperty of the present value of an analogue input. */
export function bacnetScript(random: Random): DatagramScript {
  let invoke = 0
  let value = random.between(15, 30)
  const onIp = (message: Uint8Array): Uint8Array => join([0x81, 0x0a], u16(message.length + 4), message)
  return {
    ports: [47_808, 47_808],
    pause: 50_000,
    turn: () => {
      invoke = (invoke + 1) & 255
      if (random.u32() % 4 === 0) value += random.noise() / 10
      const property = join([0x0c], u32(random.between(0, 3)), [0x19, 85])
      return {
        request: onIp(join([0x01, 0x04, 0x00, 0x05, invoke, 12], property)),
        reply: onIp(join([0x01, 0x00, 0x30, invoke, 12], property, [0x3e, 0x44], u32(floatBits(value)), [0x3f])),
      }
    },
  }
}
