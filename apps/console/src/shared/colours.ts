// Colours for canvases, which know no variables of style sheets.

const names = [
  'ground',
  'surface',
  'line',
  'line-strong',
  'ink',
  'ink-dim',
  'accent',
  'good',
  'severity-critical',
  'severity-high',
  'severity-medium',
  'severity-low',
  'severity-recorded',
] as const
export type Colours = Readonly<Record<(typeof names)[number], string>>

/** What the variables are worth now: the browser works out which of light and dark applies. */
export function coloursOf(element: HTMLElement): Colours {
  const probe = document.createElement('span')
  element.append(probe)
  const entries = names.map(name => {
    probe.style.color = `var(--${name})`
    return [name, getComputedStyle(probe).color] as const
  })
  probe.remove()
  return Object.fromEntries(entries) as Colours
}
