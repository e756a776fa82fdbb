// The drawing. Everything that is drawn and where is decided outside; here it is brought onto the canvas and answers clicks.
import { useComputedColorScheme } from '@mantine/core'
import cytoscape, { type Core, type ElementDefinition } from 'cytoscape'
import { useEffect, useRef } from 'react'
import { coloursOf } from '../../shared/colours.ts'
import type { Scene } from './elements.ts'
import styles from './map.module.css'
import { styleOf } from './style.ts'

export type Props = {
  readonly scene: Scene
  /** Id of what is chosen. */
  readonly at: string | undefined
  readonly onChoose: (at: string | undefined) => void
  readonly label: string
  /** Another one shows all of it anew. */
  readonly fitKey: string
  readonly onReady: (controls: Controls) => void
}
export type Controls = { readonly zoom: (factor: number) => void; readonly fit: () => void }

const MARGIN = 44
/** A small site is not blown up. */
const CLOSEST = 1.25

export function MapCanvas({ scene, at, onChoose, label, fitKey, onReady }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const cy = useRef<Core | null>(null)
  const choose = useRef(onChoose)
  choose.current = onChoose
  const scheme = useComputedColorScheme('light')
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once
  useEffect(() => {
    const core = begin(host.current!, scene.elements.length > LARGE, target => choose.current(target))
    cy.current = core
    const stop = keepFitting(core)
    onReady({ zoom: factor => zoomBy(core, factor), fit: () => fit(core) })
    return () => {
      stop()
      core.destroy()
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme decides what the variables are worth
  useEffect(() => {
    cy.current?.style(styleOf(coloursOf(host.current!)))
  }, [scheme])
  useEffect(() => {
    if (cy.current) show(cy.current, scene.elements)
  }, [scene])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another view moves the picture
  useEffect(() => {
    if (cy.current) fit(cy.current)
  }, [fitKey])
  // biome-ignore lint/correctness/useExhaustiveDependencies: new elements are marked as well
  useEffect(() => {
    if (cy.current) mark(cy.current, at)
  }, [at, scene])
  return <div ref={host} className={styles.canvas} role="img" aria-label={label} />
}

/** Elements from which on speed goes before finery. */
const LARGE = 1500

function begin(container: HTMLElement, isLarge: boolean, onChoose: (at: string | undefined) => void): Core {
  const core = cytoscape({
    container,
    layout: { name: 'preset' },
    style: styleOf(coloursOf(container)),
    minZoom: 0.04,
    maxZoom: 3,
    autoungrabify: true,
    boxSelectionEnabled: false,
    // While a large picture moves, its lines are left out and the rest is moved as one image.
    hideEdgesOnViewport: isLarge,
    textureOnViewport: isLarge,
    pixelRatio: isLarge ? 1 : 'auto',
  })
  core.on('tap', event => {
    if (event.target === core) onChoose(undefined)
    else onChoose(event.target.data('at') ?? undefined)
  })
  core.on('mouseover', '.device, .zone, .box, edge', () => {
    container.style.cursor = 'pointer'
  })
  core.on('mouseout', () => {
    container.style.cursor = ''
  })
  return core
}

/** Adds, moves and removes what differs; where one looks stays. */
function show(core: Core, elements: readonly ElementDefinition[]): void {
  const wanted = new Map(elements.map(element => [element.data.id!, element]))
  core.batch(() => {
    core.elements().forEach(element => {
      if (!wanted.has(element.id())) element.remove()
    })
    const fresh: ElementDefinition[] = []
    for (const [id, element] of wanted) {
      const known = core.getElementById(id)
      if (known.empty()) fresh.push(element)
      else if (known.scratch(DRAWN) !== textOf(element)) {
        known.data(element.data)
        known.classes(String(element.classes ?? ''))
        if (element.position) known.position(element.position)
        known.scratch(DRAWN, textOf(element))
      }
    }
    core.add(fresh).forEach(added => void added.scratch(DRAWN, textOf(wanted.get(added.id())!)))
  })
}

/** How an element was given last: what did not change costs nothing. */
const DRAWN = '_drawn'
const textOf = (element: ElementDefinition): string => JSON.stringify([element.data, element.classes, element.position])

/** What is chosen and its neighbours stand out. */
function mark(core: Core, at: string | undefined): void {
  core.batch(() => {
    core.elements().removeClass('chosen faded')
    if (at === undefined) return
    const found = core.getElementById(at)
    if (found.empty()) return
    found.addClass('chosen')
    const near = found.closedNeighborhood().union(found.connectedNodes())
    core.elements('.device, .zone, edge').difference(near).addClass('faded')
  })
}

function fit(core: Core): void {
  core.data('moved', false)
  core.resize()
  core.fit(undefined, MARGIN)
  if (core.zoom() > CLOSEST) {
    core.zoom(CLOSEST)
    core.center()
  }
}

/** Whoever has not moved the picture sees all of it, whatever room there is. */
function keepFitting(core: Core): () => void {
  core.on('scrollzoom pinchzoom dragpan', () => void core.data('moved', true))
  const watcher = new ResizeObserver(() => {
    core.resize()
    if (!core.data('moved')) fit(core)
  })
  watcher.observe(core.container()!)
  return () => watcher.disconnect()
}

function zoomBy(core: Core, factor: number): void {
  core.data('moved', true)
  const { x1, x2, y1, y2 } = { x1: 0, x2: core.width(), y1: 0, y2: core.height() }
  core.zoom({ level: core.zoom() * factor, renderedPosition: { x: (x1 + x2) / 2, y: (y1 + y2) / 2 } })
}
