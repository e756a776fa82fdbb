// tshark as a second opinion, where it is installed.
import { execFileSync } from 'node:child_process'

const found = ((): boolean => {
  try {
    execFileSync('tshark', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** CI must not pass without it. */
export const noTshark = !found && !process.env.CI
export const withTshark = (title: string): string => (noTshark ? `${title} (tshark not installed)` : title)

/** The last value of each field, per frame: that of the innermost tunnel. */
export function tsharkFields(path: string, fields: readonly string[], options: readonly string[] = []): string[][] {
  const args = ['-r', path, '-T', 'fields', '-E', 'occurrence=l', '-E', 'separator=;', ...options]
  const text = execFileSync('tshark', [...args, ...fields.flatMap(f => ['-e', f])], {
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const lines = text.toString().split('\n')
  lines.pop()
  return lines.map(line => line.split(';'))
}
