/** The page's only style sheet: no font, picture or script is fetched. Printed, it is A4. */
export const style = `
:root { color-scheme: light; }
body { margin: 2rem auto; max-width: 46rem; padding: 0 1rem; color: #1a1a1a; background: #fff;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
header { border-bottom: 3px solid #1f4e79; margin-bottom: 1.5rem; padding-bottom: .75rem; }
header p { margin: 0; color: #444; }
nav { text-align: right; }
a { color: #1f4e79; }
h1 { margin: .25rem 0; font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 1.75rem 0 .5rem; font-size: 1.2rem; color: #1f4e79; break-after: avoid; }
h3 { margin: 1rem 0 .25rem; font-size: 1rem; break-after: avoid; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 0; }
dt { font-weight: 600; }
dd { margin: 0; }
table { width: 100%; border-collapse: collapse; margin: .5rem 0; }
caption { text-align: left; font-weight: 600; padding-bottom: .25rem; }
th, td { border-bottom: 1px solid #c8c8c8; padding: .3rem 1.25rem .3rem 0; text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td:last-child, th:last-child { padding-right: 0; }
tfoot th, tfoot td { border-top: 2px solid #1a1a1a; border-bottom: 0; font-weight: 700; }
tr, li { break-inside: avoid; }
ul, ol { margin: .25rem 0; padding-left: 1.5rem; }
@media (min-width: 40rem) { .number { white-space: nowrap; } }
td ul { list-style: none; margin: 0; padding: 0; }
td li { margin: 0; }
li { margin: .3rem 0; }
.mark { border: 2px solid #8a1c1c; border-left-width: .5rem; padding: .5rem .75rem; margin: .75rem 0; break-inside: avoid; }
.mark strong { color: #8a1c1c; }
.kind, .themes { color: #444; font-size: .9rem; }
.none { color: #444; font-style: italic; }
footer { border-top: 1px solid #c8c8c8; margin-top: 2rem; padding-top: .75rem; color: #444; font-size: .9rem; }
@page { size: A4; margin: 18mm 16mm; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; } nav { display: none; } }
`;
