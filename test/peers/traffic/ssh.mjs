// ssh2 on both ends: key exchange, a log-in, a command.
import { generateKeyPairSync } from 'node:crypto'
import ssh2 from 'ssh2'
import { mark } from './mark.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
})
const server = new ssh2.Server({ hostKeys: [privateKey], ident: 'peer_2.1' }, peer => {
  peer.on('authentication', context => context.accept())
  peer.on('error', () => {})
  peer.on('session', accept => {
    accept().on('exec', accepted => {
      const stream = accepted()
      stream.write('done\n')
      stream.exit(0)
      stream.end()
    })
  })
})
await new Promise(resolve => server.listen(22, '127.0.0.1', resolve))
const client = new ssh2.Client()
await new Promise((resolve, reject) => {
  client.on('error', reject)
  client.on('ready', () => {
    client.exec('uptime', (fault, stream) => {
      if (fault) return reject(fault)
      stream.resume().on('close', resolve)
    })
  })
  client.connect({ host: '127.0.0.1', port: 22, username: 'operator', password: 'never shown' })
})
client.end()
await mark()
process.exit(0)
