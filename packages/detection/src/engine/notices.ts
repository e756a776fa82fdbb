import type { Notice } from '@nautilus/model'
import { sentence } from './draft.ts'
import type { Runner } from './runner.ts'

/** What the engine must tell of itself: rules that failed, and what found no room. */
export function noticesOf(runners: readonly Runner[], leftOut: ReadonlyMap<string, number>): Notice[] {
  const notices = runners.flatMap(({ rule, failures, failure, dropped, excess }) => [
    ...say(
      'rule.failed',
      failures,
      `${sayOften(failures)} the rule ${rule.id} failed (${failure}); it says nothing of what it was asked then, and all other rules went on. Please report this.`,
    ),
    ...say(
      'rule.states-dropped',
      dropped,
      `The rule ${rule.id} had to forget ${dropped} of the things it watches, the oldest first; it may miss what unfolds slowly.`,
    ),
    ...say(
      'rule.matches-dropped',
      excess,
      `The rule ${rule.id} matched more often on one event than is kept; ${excess} matches are in no finding.`,
    ),
  ])
  for (const [rule, count] of [...leftOut].sort(([a], [b]) => (a < b ? -1 : 1)))
    notices.push(
      ...say(
        'finding.left-out',
        count,
        `The rule ${rule} found more than is kept; ${count} further matches are in no finding. Analyze fewer captures at once, or set its thresholds in site.yaml.`,
      ),
    )
  return notices
}

const say = (code: string, count: number, message: string): Notice[] =>
  count > 0 ? [{ code, message: sentence(message), count, at: 0, frame: 0 }] : []

const sayOften = (count: number): string => (count === 1 ? 'Once' : `${count} times`)
