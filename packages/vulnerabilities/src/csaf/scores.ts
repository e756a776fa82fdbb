import type { Score } from '@nautilus/model'
import type { Node } from './node.ts'

/** The newest first. */
const versions = ['cvss_v4', 'cvss_v3', 'cvss_v2'] as const

/** CSAF 2.0 section 3.2.3.13 `scores`; 2.1 puts the same objects into `metrics[].content`. */
export function scoresOf(vulnerability: Node): { score: Score; products: readonly string[] }[] {
  const old = vulnerability.objects('scores').map(node => ({ node, content: node }))
  const metrics = vulnerability.objects('metrics').flatMap(node => {
    const content = node.object('content')
    return content ? [{ node, content }] : []
  })
  return [...old, ...metrics].flatMap(({ node, content }) => {
    const products = node.texts('products')
    return versions.flatMap(key => {
      const score = content.object(key)
      const read = score && scoreOf(score, key)
      return read ? [{ score: read, products }] : []
    })
  })
}

function scoreOf(node: Node, key: (typeof versions)[number]): Score | null {
  const vector = node.text('vectorString')
  const score = node.number('baseScore')
  if (vector === null && score === null) {
    node.fault('has neither vectorString nor baseScore')
    return null
  }
  if (score !== null && (score < 0 || score > 10)) {
    node.fault(`has a baseScore of ${score}, which is not between 0 and 10`)
    return null
  }
  return {
    version: node.text('version') ?? (/^CVSS:(\d\.\d)/.exec(vector ?? '')?.[1] || `${key.slice(-1)}.0`),
    vector: vector ?? '',
    score,
    severity: node.text('baseSeverity')?.toLowerCase() ?? null,
  }
}
