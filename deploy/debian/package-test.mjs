// `npm run package-test`: builds the packages, installs them in a Debian made for it, and uses what was installed. As root,
// with debootstrap; some minutes, most of them the first time, when Debian is fetched.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildConsole } from '../../scripts/console.mjs'
import { nodePath } from '../../scripts/node.mjs'
import { project } from '../../scripts/place.mjs'
import { makeBundle, makeKeys } from '../bundle.mjs'
import { buildPackages, epoch, version } from './build.mjs'

const SUITE = 'bookworm'
/** A version that comes after this one. */
const NEXT = version.replace(/\d+$/, last => `${Number(last) + 1}`)
const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'

/** What a person would type, each with what must be in its output. They run one after the other, in the installed system. */
const steps = debs => [
  ['the program alone', `dpkg -i /tmp/${debs[0]}`, 'Setting up nautilus'],
  ['its version', 'nautilus --version', `nautilus ${version}`],
  ['its user', 'getent passwd nautilus', '/usr/sbin/nologin'],
  ['its folders', 'stat -c "%a %U %G %n" /etc/nautilus /var/lib/nautilus', '700 nautilus nautilus /var/lib/nautilus'],
  [
    'a capture',
    as('cd /tmp && nautilus simulate plant.pcap --seconds 60 && nautilus analyze plant.pcap'),
    'plc-pumping',
  ],
  [
    'a signed bundle beside it',
    `nautilus sensor upgrade /tmp/next.tar --key /tmp/release.pem --no-service`,
    `${NEXT} runs.`,
  ],
  ['which runs', 'nautilus --version', `nautilus ${NEXT}`],
  ['and back', 'nautilus sensor upgrade --rollback --no-service', 'The installed package runs again.'],
  ['no stores', `${as('nautilus up --empty --data /var/lib/nautilus')} || true`, 'install the package nautilus-stores'],
  ['the stores', `dpkg -i /tmp/${debs[1]}`, 'Setting up nautilus-stores'],
  [
    'no release beside the stores',
    'nautilus sensor upgrade /tmp/next.tar --key /tmp/release.pem --no-service || true',
    'upgrade its packages with dpkg',
  ],
  ['the whole platform', platform, 'the platform answered and stopped with 0'],
  [
    'once more',
    `echo '# mine' >> /etc/nautilus/sensor.yaml; dpkg -i /tmp/${debs[0]} /tmp/${debs[1]}`,
    'Setting up nautilus',
  ],
  ['what was written stays', 'tail -n 1 /etc/nautilus/sensor.yaml', '# mine'],
  ['every file is as it was packed', 'dpkg --verify nautilus nautilus-stores; echo whole', 'whole'],
  ['a release beside it goes first', beside, 'nautilus beside'],
  ['an older release beside it is left at the next package', `${older}; nautilus --version`, `nautilus ${version}`],
  ['removed', 'dpkg -r nautilus-stores nautilus; test ! -e /usr/bin/nautilus && ls /var/lib/nautilus', 'secret'],
  ['purged', 'dpkg --purge nautilus nautilus-stores 2>&1; ls /var/lib/nautilus', 'is kept, with everything in it'],
]

const as = command => `setpriv --reuid nautilus --regid nautilus --clear-groups sh -c '${command}'`

const platform = `cd /tmp
setpriv --reuid nautilus --regid nautilus --clear-groups nautilus up --empty --data /var/lib/nautilus --port 8499 > /tmp/up.log 2>&1 &
up=$!
/usr/lib/nautilus/node/bin/node -e '
const until = Date.now() + 120000
const ask = () => fetch("http://127.0.0.1:8499/healthz").then(answer => answer.ok).catch(() => false)
while (!(await ask()) && Date.now() < until) await new Promise(next => setTimeout(next, 200))
const page = await fetch("http://127.0.0.1:8499/")
if (!(await page.text()).includes("<div id=")) process.exit(1)
' && kill $up && wait $up && echo "the platform answered and stopped with $?" || cat /tmp/up.log`

const beside = `rm -f /opt/nautilus/current
mkdir -p /opt/nautilus/releases/0.0.1/bin
printf '#!/bin/sh\\necho nautilus beside\\n' > /opt/nautilus/releases/0.0.1/bin/nautilus
chmod 755 /opt/nautilus/releases/0.0.1/bin/nautilus
ln -s releases/0.0.1 /opt/nautilus/current
nautilus --version`

const older = 'dpkg -i /tmp/nautilus_*.deb > /dev/null'

function main() {
  if (process.getuid() !== 0) throw new Error('Run this as root: it makes a Debian in a folder and changes into it.')
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-debian-'))
  try {
    const debs = buildPackages({ arch, out: join(folder, 'packages'), level: 3 })
    sameBytes(debs[0], buildPackages({ arch, out: join(folder, 'again'), level: 3, names: ['nautilus'] })[0])
    const keys = makeKeys()
    const next = buildPackages({ arch, out: join(folder, 'next'), level: 3, names: ['nautilus'], as: NEXT })
    const root = join(folder, 'root')
    mkdirSync(root)
    run('tar', ['-xf', debian(), '-C', root])
    for (const deb of debs) copyFileSync(deb, join(root, 'tmp', basename(deb)))
    writeFileSync(join(root, 'tmp/release.pem'), keys.public)
    makeBundle({ debs: next, key: keys.private, out: join(root, 'tmp/next.tar'), when: epoch() })
    const failed = steps(debs.map(deb => basename(deb))).filter(step => !holds(root, step))
    process.stdout.write(`${failed.length === 0 ? 'All hold' : `${failed.length} do not hold`}.\n`)
    return failed.length === 0 ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function sameBytes(one, other) {
  if (!readFileSync(one).equals(readFileSync(other))) throw new Error('Two builds of the same sources differ.')
  process.stdout.write('holds   two builds have the same bytes\n')
}

/** A Debian of the fewest packages, kept for the next time. */
function debian() {
  const kept = join(project, `.cache/${SUITE}-${arch}.tar`)
  if (existsSync(kept)) return kept
  mkdirSync(join(project, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-debootstrap-'))
  try {
    run('debootstrap', ['--variant=minbase', '--include=ca-certificates,libatomic1,libstdc++6', SUITE, folder])
    chmodSync(folder, 0o755)
    run('tar', ['-cf', `${kept}.new`, '-C', folder, '.'])
    renameSync(`${kept}.new`, kept)
    return kept
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Inside, with processes and mounts of its own: whatever is left behind ends with it. */
function holds(root, [what, command, expected]) {
  const inside = `mount -t proc proc "$1/proc" && mount --bind /dev "$1/dev" && exec chroot "$1" /bin/sh -c "$2"`
  const args = ['--mount', '--pid', '--fork', '--net', 'sh', '-c', `ip link set lo up; ${inside}`, 'sh', root, command]
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', HOME: '/tmp', NO_COLOR: '1' }
  const { status, stdout, stderr } = spawnSync('unshare', args, { env, encoding: 'utf8', maxBuffer: 1 << 26 })
  const good = status === 0 && `${stdout}${stderr}`.includes(expected)
  process.stdout.write(`${good ? 'holds ' : 'FAILED'}  ${what}\n`)
  if (!good)
    process.stdout.write(
      `${stdout}${stderr}`
        .trim()
        .split('\n')
        .slice(-20)
        .map(line => `          ${line}\n`)
        .join(''),
    )
  return good
}

function run(program, args) {
  const { status, stderr, stdout, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 })
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? (stderr || stdout).trim().slice(-600)}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = await buildConsole(nodePath())
  process.exitCode = built === 0 ? main() : built
}
