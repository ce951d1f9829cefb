import type { Language } from '@ecou/contracts';
import { scaleBand, scaleLinear } from 'd3-scale';
import { formatted, shortMonthIn } from '../../formats.js';
import type { Picture } from './picture.js';

/** Pixels of a picture that is shown in its own size; it grows and shrinks with the page. */
const width = 400;
const fontSize = 12;
const barHeight = 34;
/** Room for the scale below the bars. */
const belowRows = 46;
const monthsHeight = 240;
/** Most characters in a line of a label beside a bar, and most lines. */
const mostCharacters = 21;
const mostLines = 2;
/** Most months that are named below their bars. */
const mostMonths = 5;

const grid = '#c8c8c8';
const ink = '#1a1a1a';

interface Piece {
  readonly bar: string;
  readonly colour: string;
  readonly from: number;
  readonly to: number;
  readonly title: string;
}

const beginOf = ({ scale: [from] = [0, 0] }: Picture): number => from;

/** The parts of each bar, one behind the other. */
function piecesOf(picture: Picture, lang: Language): readonly Piece[] {
  const values = new Map(picture.cells.map(({ bar, part, value }) => [`${bar} ${part}`, value]));
  return picture.bars.flatMap((bar) => {
    let end = 0;
    return picture.parts.flatMap(({ id, name, colour }) => {
      const value = values.get(`${bar.id} ${id}`) ?? 0;
      if (value <= beginOf(picture)) return [];
      const from = Math.max(end, beginOf(picture));
      end += value;
      const title = `${bar.name}, ${name}: ${formatted(value, picture.format, lang)}`;
      return [{ bar: bar.id, colour, from, to: end, title }];
    });
  });
}

/** The scale of the values, and its marks: whole numbers where things are counted. */
function scaleOf({ scale, format }: Picture, pieces: readonly Piece[], range: readonly [number, number]) {
  const most = Math.max(1, ...pieces.map(({ to }) => to));
  const values = scaleLinear(scale ?? [0, format === 'share' ? 1 : most], range);
  if (!scale) values.nice(5);
  return { values, marks: values.ticks(5).filter((mark) => format !== 'count' || Number.isInteger(mark)) };
}

/** A label in lines of words; what does not fit ends in an ellipsis. */
function linesOf(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < mostCharacters) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  const shown = lines.slice(0, mostLines);
  return shown.map((line, index) => {
    const isCut = line.length > mostCharacters || (index === mostLines - 1 && lines.length > mostLines);
    return isCut ? `${line.slice(0, mostCharacters - 1)}…` : line;
  });
}

/** The place of a part of a bar. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const Part = ({ piece: { colour, title }, box }: { readonly piece: Piece; readonly box: Box }) => (
  <rect {...box} fill={colour} stroke="#fff">
    <title>{title}</title>
  </rect>
);

/** A label to the left of its bar, in the middle of its height. */
const Label = ({ lines, x, y }: { readonly lines: readonly string[]; readonly x: number; readonly y: number }) => (
  <text text-anchor="end">
    {lines.map((line, index) => (
      <tspan key={index} x={x} y={y + (index - (lines.length - 1) / 2) * (fontSize + 1)}>
        {line}
      </tspan>
    ))}
  </text>
);

interface DrawingProps {
  readonly picture: Picture;
  readonly lang: Language;
}

/** Height of a picture. */
const heightOf = ({ layout, bars }: Picture): number =>
  layout === 'rows' ? bars.length * barHeight + belowRows : monthsHeight;

/** Bars to the right of their labels. */
function Rows({ picture, lang }: DrawingProps) {
  const { bars, withheld, format, measure } = picture;
  const pieces = piecesOf(picture, lang);
  const labels = bars.map(({ name }) => linesOf(name));
  const left = 14 + 6.6 * Math.max(0, ...labels.flat().map(({ length }) => length));
  const [right, bottom] = [width - 44, bars.length * barHeight];
  const { values, marks } = scaleOf(picture, pieces, [left, right]);
  const tops = new Map(bars.map(({ id }, index) => [id, index * barHeight]));
  const topOf = (bar: string): number => tops.get(bar) ?? 0;
  const baselineOf = (bar: string): number => topOf(bar) + barHeight / 2 + fontSize / 3;
  const ends = new Map(pieces.map(({ bar, to }) => [bar, to]));
  return (
    <>
      {marks.map((mark) => (
        <g key={mark} transform={`translate(${values(mark)},0)`}>
          <line y2={bottom} stroke={grid} />
          <text y={bottom + 16} text-anchor="middle">
            {formatted(mark, format, lang)}
          </text>
        </g>
      ))}
      <text x={right} y={bottom + 36} text-anchor="end">
        {measure}
      </text>
      {bars.map(({ id }, index) => (
        <Label key={id} lines={labels[index] ?? []} x={left - 8} y={baselineOf(id)} />
      ))}
      {pieces.map((piece) => {
        const [x, y] = [values(piece.from), topOf(piece.bar) + 5];
        const box = { x, y, width: values(piece.to) - x, height: barHeight - 10 };
        return <Part key={piece.title} piece={piece} box={box} />;
      })}
      {[...ends].map(([bar, to]) => (
        <text key={bar} x={values(to) + 5} y={baselineOf(bar)}>
          {formatted(to, format, lang)}
        </text>
      ))}
      {withheld.map((bar) => (
        <text key={bar} x={left + 6} y={baselineOf(bar) + 3}>
          *
        </text>
      ))}
      <line x1={left} x2={left} y2={bottom} stroke={ink} />
    </>
  );
}

/** Bars above their months. */
function Months({ picture, lang }: DrawingProps) {
  const { bars, withheld, format, measure } = picture;
  const pieces = piecesOf(picture, lang);
  const [left, right, top, bottom] = [46, width - 4, 26, monthsHeight - 24];
  const { values, marks } = scaleOf(picture, pieces, [bottom, top]);
  const months = scaleBand(
    bars.map(({ id }) => id),
    [left, right],
  ).padding(0.2);
  const leftOf = (bar: string): number => months(bar) ?? 0;
  const middleOf = (bar: string): number => leftOf(bar) + months.bandwidth() / 2;
  const step = Math.ceil(bars.length / mostMonths);
  const named = bars.filter((_, index) => (bars.length - 1 - index) % step === 0);
  return (
    <>
      <text y={fontSize}>{measure}</text>
      {marks.map((mark) => (
        <g key={mark} transform={`translate(0,${values(mark)})`}>
          <line x1={left} x2={right} stroke={grid} />
          <text x={left - 8} y={fontSize / 3} text-anchor="end">
            {formatted(mark, format, lang)}
          </text>
        </g>
      ))}
      {pieces.map((piece) => {
        const [x, y] = [leftOf(piece.bar), values(piece.to)];
        const box = { x, y, width: months.bandwidth(), height: values(piece.from) - y };
        return <Part key={piece.title} piece={piece} box={box} />;
      })}
      {withheld.map((bar) => (
        <text key={bar} x={middleOf(bar)} y={bottom - 2} text-anchor="middle">
          *
        </text>
      ))}
      <line x1={left} x2={right} y1={bottom} y2={bottom} stroke={ink} />
      {named.map(({ id }) => (
        <text key={id} x={Math.min(middleOf(id), width - 27)} y={bottom + 18} text-anchor="middle">
          {shortMonthIn(id, lang)}
        </text>
      ))}
    </>
  );
}

interface ChartSvgProps extends DrawingProps {
  /** Ids of its texts begin with it. */
  readonly id: string;
  /** For those who do not see it. */
  readonly title: string;
  readonly description: string;
}

/** A picture that stands in a page. */
export function ChartSvg({ picture, lang, id, title, description }: ChartSvgProps) {
  return (
    <svg
      class="chart"
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${width} ${heightOf(picture)}`}
      font-size={fontSize}
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{description}</desc>
      {picture.layout === 'rows' ? <Rows picture={picture} lang={lang} /> : <Months picture={picture} lang={lang} />}
    </svg>
  );
}
