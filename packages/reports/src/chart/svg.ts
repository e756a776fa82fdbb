// A chart as SVG, in a page without scripts.
import { escaped } from '../html/escape.ts'
import type { Chart } from './chart.ts'
import { CHART_LETTERS, type Shape, shapesOf } from './shapes.ts'

const [WIDTH, HEIGHT] = [640, 190]

export function svgOf(chart: Chart, accent: string): string {
  const shapes = shapesOf(chart, { width: WIDTH, height: HEIGHT, accent })
  const label = escaped(`${chart.title}. ${chart.text}`)
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}" font-size="${CHART_LETTERS + 1}">${shapes.map(drawn).join('')}</svg>`
}

const n = (value: number): string => String(Math.round(value * 10) / 10)

function drawn(shape: Shape): string {
  switch (shape.kind) {
    case 'line':
      return `<polyline fill="none" stroke="${shape.colour}" stroke-width="${shape.width}" points="${shape.points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}"/>`
    case 'rect':
      return `<rect x="${n(shape.at[0])}" y="${n(shape.at[1])}" width="${n(shape.size[0])}" height="${n(shape.size[1])}" fill="${shape.colour}"/>`
    case 'text':
      return `<text x="${n(shape.at[0])}" y="${n(shape.at[1])}" text-anchor="${shape.anchor}" fill="${shape.colour}">${escaped(shape.text)}</text>`
  }
}
