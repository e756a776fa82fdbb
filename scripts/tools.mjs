// Programs that the tests use where they are installed: `node scripts/tools.mjs` prints their Debian packages.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isExecutable } from './executable.mjs'
import { project } from './place.mjs'

const tools = [
  { program: 'tshark', package: 'tshark', use: 'a second opinion on every capture' },
  { program: 'tcpdump', package: 'tcpdump', use: 'a reading speed to compare with' },
  { program: 'ip', package: 'iproute2', use: 'network namespaces in which real stacks talk' },
  { program: 'nft', package: 'nftables', use: 'the way out of a watched interface, shut' },
  { program: 'ethtool', package: 'ethtool', use: 'what a card does to frames before they are seen' },
  { program: 'setcap', package: 'libcap2-bin', use: 'a tcpdump that may listen where we may not' },
  { program: 'openssl', package: 'openssl', use: 'a certificate for a real web server' },
  { program: 'script', package: 'bsdutils', use: 'a terminal in which somebody types' },
  { program: 'dpkg-deb', package: 'dpkg', use: 'the packages of Debian' },
  { program: 'systemd-analyze', package: 'systemd', use: 'what systemd says of our units' },
  { program: 'rsyslogd', package: 'rsyslog rsyslog-gnutls', use: 'a real receiver of syslog over TLS' },
  { program: 'zstd', package: 'zstd', use: 'packed captures made by somebody else' },
  { program: 'chromium', package: 'chromium', use: 'the console as people see it' },
  { program: 'nats-server', package: 'nats-server', use: 'the bus between sensors and the platform' },
  { program: 'kcat', package: 'kcat', use: 'a broker and a consumer of Kafka that are not ours' },
  { program: 'gzip', package: 'gzip', use: 'packed captures made by somebody else' },
]

/** Real captures are no part of the project: where they lie beside it, tests read them. */
const captures = '../shared/captures'

export const missingCaptures = () => (existsSync(join(project, captures)) ? [] : [captures])

export const missingTools = () => tools.filter(({ program }) => !isOnPath(program))

const isOnPath = program =>
  (process.env.PATH ?? '').split(delimiter).some(folder => isExecutable(join(folder, program)))

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(tools.map(tool => tool.package).join(' '))
