import { html } from './markup.ts'

/** Light and dark by what the reader prefers; on paper dark on white, and nothing torn apart that belongs together. */
export const style = html`
:root {
  color-scheme: light dark;
  --ink: #1c2430; --paper: #ffffff; --soft: #5b6675; --line: #d5dbe3; --band: #f3f6f9; --odd: #e9eef4; --box: #ffffff;
  --link: #0b5cad; --wire: #8a97a8; --critical: #a4002b; --high: #c4320a; --medium: #8f6200; --low: #1f6feb; --recorded: #5b6675;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e4e9f0; --paper: #12171e; --soft: #9aa6b5; --line: #303a47; --band: #171e27; --odd: #1c2530; --box: #0f141a;
    --link: #7ab7ff; --wire: #66758a; --critical: #ff6b8b; --high: #ff8a5c; --medium: #e8b33f; --low: #79b0ff; --recorded: #9aa6b5;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 78rem; color: var(--ink); background: var(--paper); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.7rem; }
h2 { margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 2px solid var(--line); font-size: 1.3rem; }
h3 { margin: 1.25rem 0 .4rem; font-size: 1.05rem; }
h4 { margin: .9rem 0 .25rem; font-size: .9rem; color: var(--soft); }
p, ul, ol, dl { margin: .3rem 0; }
a { color: var(--link); }
nav a { margin-right: 1rem; white-space: nowrap; }
.quiet { color: var(--soft); }
.wide { overflow-x: auto; }
table { width: 100%; margin: .4rem 0; border-collapse: collapse; font-size: .87rem; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; unicode-bidi: isolate; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; overflow-wrap: normal; }
.whole { white-space: nowrap; }
#inventory td:nth-child(4) { min-width: 8.5rem; }
#inventory th:nth-child(1), #inventory th:nth-child(3) { min-width: 8rem; }
.right { text-align: right; font-variant-numeric: tabular-nums; }
.finding, .device { margin: .9rem 0; padding: .2rem 1rem .6rem; border: 1px solid var(--line); border-radius: 6px; }
.finding { border-left-width: 5px; }
.finding.critical { border-left-color: var(--critical); }
.finding.high { border-left-color: var(--high); }
.finding.medium { border-left-color: var(--medium); }
.finding.low { border-left-color: var(--low); }
.severity { font-weight: 700; text-transform: uppercase; font-size: .8em; letter-spacing: .03em; }
.severity.critical { color: var(--critical); }
.severity.high { color: var(--high); }
.severity.medium { color: var(--medium); }
.severity.low { color: var(--low); }
.severity.recorded { color: var(--recorded); }
dl { display: grid; grid-template-columns: 8rem 1fr; gap: .15rem .75rem; font-size: .9rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.map { max-width: 100%; min-width: 44rem; height: auto; font-family: inherit; fill: var(--ink); }
.band { fill: var(--band); }
.band.odd { fill: var(--odd); }
.level { font-size: 14px; font-weight: 700; }
.says { font-size: 11px; fill: var(--soft); }
.link { fill: none; stroke: var(--wire); stroke-width: 1.4; opacity: .75; }
.protocol { font-size: 10.5px; text-anchor: middle; fill: var(--soft); stroke: var(--band); stroke-width: 4px; paint-order: stroke; stroke-linejoin: round; }
.box { fill: var(--box); stroke: var(--wire); stroke-width: 1.2; }
.box.group { stroke-dasharray: 5 3; }
.box.critical { stroke: var(--critical); stroke-width: 2; }
.box.high { stroke: var(--high); stroke-width: 2; }
.box.medium { stroke: var(--medium); stroke-width: 2; }
.box.low { stroke: var(--low); stroke-width: 2; }
.name { font-size: 12px; font-weight: 700; }
.role { font-size: 10.5px; }
.address { font-size: 10.5px; fill: var(--soft); }
.badge { fill: var(--recorded); }
.badge.critical { fill: var(--critical); }
.badge.high { fill: var(--high); }
.badge.medium { fill: var(--medium); }
.badge.low { fill: var(--low); }
.count { font-size: 11px; font-weight: 700; text-anchor: middle; fill: var(--paper); }
@media (max-width: 36rem) {
  body { padding: 1rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dt { margin-top: .35rem; }
}
@media print {
  :root {
    color-scheme: light;
    --ink: #000000; --paper: #ffffff; --soft: #444444; --line: #bbbbbb; --band: #f6f6f6; --odd: #ececec; --box: #ffffff;
    --link: #000000; --wire: #777777; --critical: #a4002b; --high: #c4320a; --medium: #8f6200; --low: #1f6feb; --recorded: #444444;
  }
  @page { margin: 14mm; }
  body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact; }
  nav { display: none; }
  a { text-decoration: none; }
  h2, h3, h4 { break-after: avoid; }
  .finding, tr, .map { break-inside: avoid; }
  .wide { overflow: visible; }
  .map { min-width: 0; }
  thead { display: table-header-group; }
}
`
