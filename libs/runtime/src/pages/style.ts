/** The style of every page: no font, picture or script is fetched. It fits a phone of 390 px, and is A4 on paper. */
export const style = `
:root { color-scheme: light; }
*, ::before, ::after { box-sizing: border-box; }
body { margin: 1rem auto 3rem; max-width: 46rem; padding: 0 1rem; color: #1a1a1a; background: #fff; overflow-wrap: anywhere;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
a { color: #1f4e79; }
.site { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; padding-bottom: .75rem; margin-bottom: 1.25rem;
  border-bottom: 3px solid #1f4e79; }
.site .home { display: flex; align-items: center; gap: .6rem; flex: 1; font-weight: 600; text-decoration: none; }
.site img { height: 2rem; width: auto; max-width: 6rem; }
main > header p { margin: 0; color: #444; }
main > header p::first-letter { text-transform: uppercase; }
.emblems { display: flex; flex-wrap: wrap; gap: 1rem; align-items: center; margin-bottom: 1rem; }
.emblems img { max-height: 4.5rem; max-width: 12rem; }
h1 { margin: .25rem 0 .75rem; font-size: 1.7rem; line-height: 1.25; }
h2 { margin: 1.75rem 0 .5rem; font-size: 1.2rem; color: #1f4e79; break-after: avoid; }
h3 { margin: 1rem 0 .25rem; font-size: 1rem; break-after: avoid; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 0 0 1rem; }
dt { font-weight: 600; }
dd { margin: 0; }
table { width: 100%; border-collapse: collapse; margin: .5rem 0; }
caption { text-align: left; font-weight: 600; padding-bottom: .25rem; }
th, td { border-bottom: 1px solid #c8c8c8; padding: .3rem 1.25rem .3rem 0; text-align: left; vertical-align: top;
  overflow-wrap: break-word; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td:last-child, th:last-child { padding-right: 0; }
tfoot th, tfoot td { border-top: 2px solid #1a1a1a; border-bottom: 0; font-weight: 700; }
tr, li { break-inside: avoid; }
ul, ol { margin: .25rem 0; padding-left: 1.5rem; }
li { margin: .3rem 0; }
td ul { list-style: none; margin: 0; padding: 0; }
td li { margin: 0; }
ul.cards { list-style: none; padding: 0; }
ul.cards > li { border-bottom: 1px solid #c8c8c8; padding: .6rem 0; margin: 0; }
ul.cards h2, ul.cards h3 { margin: 0; font-size: 1.05rem; }
main { white-space: pre-line; }
.mark { border: 2px solid #8a1c1c; border-left-width: .5rem; padding: .5rem .75rem; margin: .75rem 0; break-inside: avoid; }
.mark strong { color: #8a1c1c; }
.kind, .themes, .more { color: #444; font-size: .9rem; }
.none { color: #444; font-style: italic; }
p.more { margin: .15rem 0; }
main > header { margin-bottom: .75rem; }
label { display: block; padding: .35rem 0; }
input:not([type=radio]):not([type=checkbox]), textarea, select { font: inherit; width: 100%; max-width: 30rem; padding: .4rem; }
.field { margin: .5rem 0; }
.fault { margin: .15rem 0; color: #8a1c1c; font-weight: 600; }
[aria-invalid] { border: 2px solid #8a1c1c; }
button { font: inherit; font-weight: 600; padding: .6rem 1.5rem; margin: .25rem .5rem .25rem 0; border: 0; border-radius: .25rem;
  background: #1f4e79; color: #fff; cursor: pointer; }
button.link { background: none; color: #1f4e79; padding: 0; margin: 0; font-weight: inherit; text-decoration: underline; }
form.inline { display: inline; }
:focus-visible { outline: 3px solid #b35c00; outline-offset: 2px; }
.notice { border-left: .25rem solid #1f4e79; margin-top: 2rem; padding: .1rem .75rem; font-size: .9rem; }
.notice h2 { margin-top: .5rem; font-size: 1rem; }
footer { border-top: 1px solid #c8c8c8; margin-top: 2rem; padding-top: .75rem; color: #444; font-size: .9rem; }
@media (min-width: 40rem) { .number { white-space: nowrap; } .number .more { white-space: normal; } table.wide th:first-child { width: 38%; } }
@media (max-width: 40rem) {
  h1 { font-size: 1.4rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; }
  th, td { padding-right: .6rem; }
  table.wide { font-size: .8rem; }
  table.wide th, table.wide td { padding-right: .4rem; }
}
@page { size: A4; margin: 18mm 16mm; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; } .site nav { display: none; } }
`;
