// Which package imports which, as a Mermaid diagram made from the imports of the source files.
import { cruise } from './cruise.mjs'

const SOURCE = /^(?:packages|apps)\/([^/]+)\/src\//

export function diagram(root) {
  const edges = new Set()
  for (const { source, dependencies } of cruise(root).modules) {
    const from = SOURCE.exec(source)?.[1]
    for (const { resolved } of dependencies) {
      const to = SOURCE.exec(resolved)?.[1]
      if (from && to && from !== to) edges.add(`  ${from} --> ${to}`)
    }
  }
  return ['```mermaid', 'flowchart TD', ...[...edges].sort(), '```'].join('\n')
}
