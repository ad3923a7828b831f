import { Markup } from './markup.ts';

/** The page's looks: the colours of the interface, on white for paper. */
export const STYLE = new Markup(`
:root {
  --ground: #e6eaec; --surface: #fff; --sunken: #f1f4f5; --line: #cdd5d9; --ink: #0f1a21; --soft: #46545e; --bezel: #0f1f2a; --bezel-soft: #bccad3;
  --action: #0b4f7a; --tint: #d9e8f2; --pass: #00704d; --fail: #a30f14; --fail-tint: #f8dada; --part: #8a6100; --patch: #44246e;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.45 "Segoe UI Variable Text", "Segoe UI", -apple-system, "Noto Sans", "Liberation Sans", Arial, sans-serif; font-variant-numeric: tabular-nums; }
h1, h2, h3, h4, p, dl, dd, figure { margin: 0; }
h1 { font-size: 22px; line-height: 1.2; } h2 { font-size: 24px; line-height: 1.2; } h3, caption { font-size: 17px; font-weight: 700; } h4 { font-size: 15px; }
header.bezel { background: var(--bezel); color: #fff; }
header.bezel > div, main { max-width: 1320px; margin: 0 auto; padding: 0 28px; }
header.bezel > div { display: flex; align-items: center; gap: 14px; min-height: 64px; }
header.bezel .mark { flex: none; width: 34px; height: 34px; }
header.bezel p { margin-left: auto; color: var(--bezel-soft); text-align: right; }
main { padding-block: 24px 48px; display: grid; gap: 32px; }
article { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); scroll-margin-top: 12px; }
.panel { background: var(--surface); border: 1px solid var(--line); border-radius: 4px; padding: 18px 20px; min-width: 0; }
.lede { margin-top: 6px; font-size: 17px; max-width: 130ch; text-wrap: pretty; }
.lede span { color: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(6, 1fr); gap: 12px; }
.tile { background: var(--surface); border: 1px solid var(--line); border-radius: 4px; padding: 12px 14px 10px; }
.tile b { display: block; font-size: 26px; line-height: 1.2; font-weight: 700; white-space: nowrap; }
.tile b.none { font-size: 17px; line-height: 31px; color: var(--soft); font-weight: 400; }
.tile div { font-weight: 600; } .tile small { color: var(--soft); font-size: 13px; }
.charts { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; }
.chart { display: block; width: 100%; height: auto; margin-top: 10px; overflow: visible; }
.note { margin-top: 8px; color: var(--soft); font-size: 13px; }
.chart text { fill: var(--soft); font-size: 13px; } .chart .strong { fill: var(--ink); font-weight: 600; } .chart .axis-title { font-size: 13px; }
.chart .side { font-size: 14px; font-weight: 700; } .chart .pass-text { fill: var(--pass); } .chart .fail-text { fill: var(--fail); }
.grid { stroke: var(--line); stroke-width: 1; stroke-opacity: 0.7; } .frame { stroke: var(--soft); stroke-width: 1; }
.chance { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 5; }
.roc, .roc-other { fill: none; stroke-linejoin: round; } .roc { stroke: var(--action); stroke-width: 3; } .roc-other { stroke-width: 1.5; stroke: var(--action); stroke-dasharray: 1 3; }
.roc-part { stroke: var(--part); stroke-dasharray: 7 4; } .roc-patch { stroke: var(--patch); stroke-dasharray: 2 3; }
.interval { fill: var(--tint); fill-opacity: 0.75; stroke: none; } .operating-point { fill: #fff; stroke: var(--ink); stroke-width: 2.5; }
.legend { fill: #fff; stroke: var(--line); }
.bar-pass { fill: var(--pass); } .bar-fail { fill: var(--fail); } .limit { stroke: var(--ink); stroke-width: 2; }
table { width: 100%; border-collapse: collapse; } caption { text-align: left; padding-bottom: 8px; }
th, td { padding: 7px 12px; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--line); } th { font-weight: 600; }
th:first-child, td:first-child { padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--soft); font-size: 13px; border-bottom: 1px solid var(--soft); } tbody tr:last-child > * { border-bottom: none; } tfoot > tr > * { border-top: 1px solid var(--soft); border-bottom: none; font-weight: 700; }
tbody td:last-child:not(.figure) { color: var(--soft); } .figure { text-align: right; white-space: nowrap; } .sub { padding-left: 16px; white-space: nowrap; font-weight: 400; color: var(--soft); }
.narrow table { max-width: 760px; }
a { color: var(--action); }
.section-head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 8px 24px; align-items: baseline; }
.mistakes h4 { margin: 16px 0 8px; } .remark { font-weight: 400; color: var(--soft); }
.scale { display: flex; gap: 8px; align-items: center; color: var(--soft); font-size: 13px; } .scale svg { width: 150px; height: 12px; border-radius: 2px; } .scale-outline { margin-left: 12px; padding-left: 12px; border-left: 1px solid var(--line); }
.gallery { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 14px; }
.card { border: 1px solid var(--line); border-radius: 4px; overflow: hidden; }
.pictures { display: grid; grid-template-columns: 1fr 1fr; gap: 2px; background: #20292e; align-items: center; } .pictures img { display: block; width: 100%; height: auto; }
.outlined { position: relative; } .outlined svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.outlined path { fill: none; stroke: #fff; stroke-width: 1.5; vector-effect: non-scaling-stroke; } .outlined .halo { stroke: #0f1a21; stroke-width: 3.5; }
figcaption { padding: 8px 10px 9px; font-size: 13px; color: var(--soft); } figcaption > div:first-child { display: flex; justify-content: space-between; gap: 8px; align-items: baseline; color: var(--ink); } figcaption strong { overflow-wrap: anywhere; font-size: 14px; }
.badge { flex: none; padding: 1px 8px; border-radius: 999px; background: var(--fail); color: #fff; font-weight: 600; } .badge.calm { background: var(--sunken); color: var(--soft); font-weight: 400; }
.settings { columns: 3 340px; column-gap: 32px; margin-top: 10px; } .settings section { break-inside: avoid; padding-bottom: 16px; }
.settings dl { display: grid; grid-template-columns: minmax(128px, 2fr) 3.4fr; gap: 3px 12px; margin-top: 4px; padding-top: 6px; border-top: 1px solid var(--soft); font-size: 13px; } .settings dt { color: var(--soft); } .settings dd { overflow-wrap: anywhere; }
@media (max-width: 1150px) { .tiles { grid-template-columns: repeat(3, 1fr); } }
@media (max-width: 900px) { .charts { grid-template-columns: minmax(0, 1fr); } .gallery { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@media (max-width: 640px) { .tiles, .gallery { grid-template-columns: 1fr; } .panel { overflow-x: auto; } header.bezel p { display: none; } }
@page { size: A4; margin: 14mm; }
@media print {
  body { background: #fff; font-size: 10pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; } header.bezel { border-radius: 4px; } main { padding: 12px 0; max-width: none; }
  .charts { grid-template-columns: 1fr 1fr; } .tiles { grid-template-columns: repeat(3, 1fr); } .gallery { grid-template-columns: repeat(3, minmax(0, 1fr)); } .settings { columns: 2; } figcaption { font-size: 8pt; }
  .card, .charts, .tiles, tr, .settings section { break-inside: avoid; } h3, h4, caption, .section-head { break-after: avoid; } article + article { break-before: page; } .panel { padding: 12px 14px; }
}
`);
