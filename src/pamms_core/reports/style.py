"""The looks of a page: calm on a screen, whole on paper, stacked on a phone.

Every text has a contrast of at least 4.5:1 with what is behind it, and a
colour only ever repeats what words say.
"""

from __future__ import annotations

from typing import Final

__all__ = ["STYLE"]

_COLOURS: Final = """
:root {
  color-scheme: light;
  --ink: #1c2730; --quiet: #4d5b66; --line: #d3dadf; --panel: #f4f6f7; --accent: #14505c;
}
.tone-3 { --tint: #e2edf8; --edge: #2c6aa6; --word: #123f6b; }
.tone-2 { --tint: #e3f2e7; --edge: #2f7d4b; --word: #17502d; }
.tone-1 { --tint: #fdf0d5; --edge: #9a6a0b; --word: #653f00; }
.tone-0 { --tint: #fbe5e2; --edge: #b3372a; --word: #86190f; }
.tone-none { --tint: #eef1f3; --edge: #6b7883; --word: #3c4853; }
"""

_TEXT: Final = """
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: #fff; color: var(--ink); overflow-wrap: break-word;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
.skip { position: absolute; left: 1rem; top: -4rem; padding: .6rem 1rem; background: #fff; }
.skip:focus { top: 1rem; z-index: 1; }
a { color: var(--accent); text-underline-offset: .15em; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
header, main { max-width: 72rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2.5rem; }
main { padding-bottom: 4rem; }
main:focus { outline: none; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 {
  font-size: 2.1rem; margin: 0 0 1.5rem; padding-bottom: 1.25rem;
  border-bottom: 3px solid var(--accent); overflow-wrap: anywhere;
}
h1 .kind {
  display: block; margin-bottom: .35rem; font-size: 1rem; font-weight: 600; color: var(--accent);
}
h2 { font-size: 1.4rem; margin: 2.75rem 0 .75rem; }
h3 { font-size: 1.15rem; margin: 2.5rem 0 .6rem; }
p { margin: 0 0 .75rem; max-width: 46rem; }
ul { margin: 0 0 .75rem; padding-left: 1.2rem; max-width: 50rem; }
.quiet, .why { color: var(--quiet); font-size: .92rem; }
.spoken {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}
"""

_PARTS: Final = """
.notice {
  margin: 0 0 1rem; padding: .85rem 1.1rem; overflow-wrap: anywhere;
  background: var(--panel); border-left: 5px solid var(--accent);
}
.notice p { margin: 0; max-width: 60rem; }
.verdict {
  display: grid; grid-template-columns: minmax(17rem, 2fr) 5fr; gap: 1.5rem 2.5rem;
  margin-top: 2rem; align-items: start;
}
.verdict h2 { margin: 0 0 .4rem; font-size: 1rem; }
.card {
  padding: 1.25rem 1.4rem; background: var(--tint); color: var(--word);
  border: 1px solid var(--edge); border-left-width: 8px; border-radius: 4px;
}
.card p { margin: 0; }
.card .label { font-size: 1.75rem; font-weight: 700; line-height: 1.2; }
.card .stars { font-size: 1.5rem; letter-spacing: .08em; }
.card .basis { margin-top: .6rem; color: var(--ink); font-size: .95rem; }
.facts, .meanings dl { margin: 0; }
.facts > div, .meanings dl > div {
  display: grid; grid-template-columns: 9rem 1fr; gap: .25rem 1rem; overflow-wrap: anywhere;
  padding: .5rem 0; border-bottom: 1px solid var(--line);
}
.facts > div:first-child { padding-top: 0; }
.meanings dl > div { grid-template-columns: 20rem 1fr; }
.facts dt { font-weight: 600; }
dd { margin: 0; }
.rating { white-space: nowrap; }
.chip {
  display: inline-block; padding: .05rem .55rem; border: 1px solid var(--edge); border-radius: 4px;
  background: var(--tint); color: var(--word); font-size: .92rem; font-weight: 600;
}
.rating .stars { display: block; margin-top: .1rem; color: var(--quiet); letter-spacing: .06em; }
dt .rating .stars, .standing .rating .stars { display: inline; margin-left: .6rem; }
.notes { list-style: none; padding: 0; overflow-wrap: anywhere; }
.notes > li { padding: .35rem 0 .35rem 1rem; border-left: 3px solid var(--line); margin-bottom: 1rem; }
.notes > li { break-inside: avoid; }
.notes > li:target { border-left-color: var(--accent); }
.notes p { margin: 0; }
.reused .notes, .contradictory .notes { columns: 2 22rem; column-gap: 2.5rem; max-width: none; }
.contents ul { list-style: none; padding: 0; margin: 0; max-width: none; }
.contents ul ul { columns: 2 20rem; column-gap: 2.5rem; padding-left: 1.2rem; }
.contents li { padding: .15rem 0; }
.contents ul ul li { break-inside: avoid; }
.tag { font-weight: 600; color: var(--ink); border: 1px solid; border-radius: 3px; padding: 0 .4rem; }
"""

_TABLES: Final = """
table { width: 100%; border-collapse: collapse; margin: 0 0 1rem; }
caption { padding: 0 0 .6rem; text-align: left; color: var(--quiet); font-size: .92rem; }
th, td {
  padding: .5rem .75rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line);
}
thead th { border-bottom: 2px solid var(--ink); font-size: .92rem; white-space: nowrap; }
tbody th { font-weight: 400; }
.overall th, .overall td, .domain th, .domain td { background: var(--panel); }
.overall th, .domain th { font-weight: 700; }
.overall th, .overall td { border-bottom: 2px solid var(--ink); }
.standard th { padding-left: 1.75rem; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.exact { display: block; color: var(--quiet); font-size: .88rem; }
.decided { font-size: .92rem; }
.questions { table-layout: fixed; overflow-wrap: anywhere; }
.questions .code { width: 5rem; font-weight: 600; }
.questions .asked { width: 34%; }
.questions .answer { width: 15rem; }
.questions .rating { white-space: normal; overflow-wrap: break-word; }
.questions td p { margin: 0 0 .4rem; }
.questions td ul { margin: .4rem 0 0; font-size: .92rem; }
.comment { white-space: pre-line; }
.question { margin-bottom: 2rem; }
.question h3 { margin-top: 1.5rem; }
.box { white-space: nowrap; margin-right: 1.25rem; }
.boxes.facts > div { grid-template-columns: 14rem 1fr; }
.notes-line {
  max-width: none; min-height: 4.5em; border-bottom: 1px solid var(--line); color: var(--quiet);
}
"""

_PHONE: Final = """
@media screen and (max-width: 52rem) {
  header, main { padding-left: 1rem; padding-right: 1rem; }
  header { padding-top: 1.5rem; }
  h1 { font-size: 1.6rem; }
  .verdict, .facts > div, .meanings dl > div { grid-template-columns: 1fr; }
  .facts > div, .meanings dl > div { gap: .1rem; }
  .rating { white-space: normal; }
  table, caption, tbody, th, td { display: block; width: auto; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr {
    display: grid; grid-template-columns: repeat(3, 1fr); gap: .5rem .75rem;
    border: 1px solid var(--line); border-radius: 4px; margin-bottom: .9rem; padding-bottom: .75rem;
  }
  tbody tr[role] > th {
    grid-column: 1 / -1; padding: .5rem .9rem; border: 0; background: var(--panel); font-weight: 600;
  }
  tbody tr[role] > td { padding: 0 .9rem; background: none; border: 0; }
  tbody tr > td:not(.number) { grid-column: 1 / -1; }
  tbody td::before { content: attr(data-label); display: block; color: var(--quiet); font-size: .85rem; }
  tr.overall, tr.domain { border: 2px solid var(--quiet); }
  .rating .stars { display: inline; margin-left: .5rem; }
  .questions .code, .questions .asked, .questions .answer { width: auto; }
}
"""

_PAPER: Final = """
@page { margin: 15mm 14mm; }
@media print {
  html { font-size: 9pt; }
  header, main { max-width: none; padding: 0; }
  .skip, .contents { display: none; }
  a { color: inherit; text-decoration: none; }
  h2 { margin-top: 1.75rem; }
  h3 { margin-top: 1.5rem; }
  h1, h2, h3, caption, .standing, .why { break-after: avoid; }
  .question { break-inside: avoid; }
  tr, .notice, .card, .notes > li, .why, .facts > div, .meanings dl { break-inside: avoid; }
  thead { display: table-header-group; break-after: avoid; }
  tbody tr:first-child { break-before: avoid; }
  tr.overall, tr.domain { break-after: avoid; }
  th, td { padding: .35rem .5rem; }
  .card .label { font-size: 1.45rem; }
  .questions .answer { width: 11rem; }
  .chip, .card, .notice, th, td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""

STYLE: Final = _COLOURS + _TEXT + _PARTS + _TABLES + _PHONE + _PAPER
