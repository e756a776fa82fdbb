// How the canvas draws what elements.ts gives it.
import type { StylesheetJson } from 'cytoscape'
import type { Colours } from '../../shared/colours.ts'

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'
/** px on the screen below which names are not drawn. */
const SMALLEST = 7

export const styleOf = (colours: Colours): StylesheetJson => [
  // By itself the canvas draws all lines below all boxes.
  { selector: 'node, edge', style: { 'z-index-compare': 'manual' } },
  ...bands(colours),
  ...boxes(colours),
  ...devices(colours),
  ...lines(colours),
  ...states(colours),
]

const bands = ({ line, ink, 'ink-dim': dim }: Colours): StylesheetJson => [
  {
    selector: 'node',
    style: { 'font-family': FONT, 'font-size': 11, color: ink, 'min-zoomed-font-size': SMALLEST, 'overlay-opacity': 0 },
  },
  {
    selector: '.band',
    style: {
      shape: 'rectangle',
      width: 'data(width)',
      height: 'data(height)',
      'background-opacity': 0,
      'border-width': 1,
      'border-color': line,
      label: 'data(label)',
      'text-halign': 'left',
      'text-valign': 'center',
      'text-margin-x': -10,
      'font-size': 13,
      'font-weight': 600,
      color: dim,
      'text-max-width': '170px',
      'text-wrap': 'wrap',
      'text-justification': 'right',
      'z-index': 0,
      events: 'no',
      'min-zoomed-font-size': 5,
    },
  },
]

const boxes = ({ 'ink-dim': dim, surface, 'line-strong': strong }: Colours): StylesheetJson => [
  {
    selector: '.box',
    style: {
      shape: 'round-rectangle',
      width: 'data(width)',
      height: 'data(height)',
      'background-color': surface,
      'background-opacity': 0.86,
      'border-width': 1.2,
      'border-color': strong,
      'border-style': 'data(border)' as never,
      label: 'data(label)',
      'text-valign': 'top',
      'text-halign': 'center',
      'text-margin-y': 19,
      'text-max-width': 'data(labelWidth)' as never,
      'text-wrap': 'ellipsis',
      'font-size': 12,
      'font-weight': 600,
      color: dim,
      'z-index': 1,
      'min-zoomed-font-size': 5,
    },
  },
]

const devices = ({
  ground,
  ink,
  'line-strong': strong,
  'severity-critical': critical,
  'severity-high': high,
  'severity-medium': medium,
  good,
}: Colours): StylesheetJson => [
  {
    selector: '.device, .zone',
    style: {
      shape: 'round-rectangle',
      width: 34,
      height: 34,
      'background-color': ground,
      'background-image': 'data(icon)',
      'background-width': '22px',
      'background-height': '22px',
      'border-width': 1.2,
      'border-color': strong,
      label: 'data(label)',
      'text-valign': 'bottom',
      'text-margin-y': 4,
      'text-max-width': '98px',
      'text-wrap': 'ellipsis',
      color: ink,
      'z-index': 20,
    },
  },
  {
    selector: '.zone',
    style: {
      width: 190,
      height: 62,
      'text-valign': 'center',
      'text-margin-y': 0,
      'text-wrap': 'wrap',
      'text-max-width': '176px',
      'font-size': 13,
      'background-image': 'none',
    },
  },
  {
    selector: '.group',
    style: { width: 98, height: 46, 'text-max-width': '92px', 'font-size': 10, 'border-width': 1.6 },
  },
  { selector: '[worst = "critical"]', style: { 'border-color': critical, 'border-width': 3 } },
  { selector: '[worst = "high"]', style: { 'border-color': high, 'border-width': 3 } },
  { selector: '[worst = "medium"]', style: { 'border-color': medium, 'border-width': 2.4 } },
  { selector: '.new', style: { 'underlay-color': good, 'underlay-opacity': 0.28, 'underlay-padding': 6 } },
]

const lines = ({
  surface,
  'ink-dim': dim,
  good,
  'severity-critical': critical,
  'severity-medium': medium,
  accent,
}: Colours): StylesheetJson => [
  {
    selector: 'edge',
    style: {
      width: 1.1,
      'line-color': 'data(colour)',
      'target-arrow-color': 'data(colour)',
      'target-arrow-shape': 'triangle',
      'arrow-scale': 0.7,
      'curve-style': 'bezier',
      'control-point-step-size': 26,
      opacity: 0.72,
      'z-index': 10,
      'overlay-opacity': 0,
    },
  },
  { selector: 'edge.many', style: { 'curve-style': 'haystack', 'haystack-radius': 0.3, opacity: 0.5 } },
  { selector: 'edge.bundle', style: { width: 'data(width)', opacity: 0.5 } },
  { selector: 'edge.changes', style: { opacity: 0.9 } },
  { selector: 'edge.changes[!width]', style: { width: 3 } },
  {
    selector: 'edge.conduit',
    style: {
      width: 'data(width)',
      'line-color': accent,
      'target-arrow-color': accent,
      'arrow-scale': 1,
      label: 'data(label)',
      'font-family': FONT,
      'font-size': 11,
      color: dim,
      'text-background-color': surface,
      'text-background-opacity': 0.94,
      'text-background-padding': '3px',
      'text-background-shape': 'roundrectangle',
      'control-point-step-size': 70,
      'min-zoomed-font-size': SMALLEST,
    },
  },
  { selector: 'edge.declared', style: { 'line-color': good, 'target-arrow-color': good } },
  {
    selector: 'edge.undeclared',
    style: { 'line-color': medium, 'target-arrow-color': medium, 'line-style': 'dashed' },
  },
  { selector: 'edge.forbidden', style: { 'line-color': critical, 'target-arrow-color': critical, color: critical } },
  {
    selector: 'edge.unused',
    style: { 'line-color': dim, 'target-arrow-color': dim, 'line-style': 'dotted', opacity: 0.6 },
  },
]

const states = ({ accent, good }: Colours): StylesheetJson => [
  { selector: 'edge.new', style: { 'underlay-color': good, 'underlay-opacity': 0.3, 'underlay-padding': 3 } },
  { selector: '.faded', style: { opacity: 0.12 } },
  { selector: '.box.faded', style: { opacity: 0.5 } },
  { selector: 'node.chosen', style: { 'border-color': accent, 'border-width': 3, opacity: 1 } },
  { selector: 'edge.chosen', style: { width: 4.5, opacity: 1, 'z-index': 30 } },
]
