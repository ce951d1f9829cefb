import type { Language } from '@ecou/contracts';
import { ArchivalDocument } from './archival-document.js';
import { legible, theFonts, unused } from './fonts.js';

/** A text, and its language where that differs from the document's. */
export interface Passage {
  readonly text: string;
  readonly lang?: Language | undefined;
}

export interface DocumentFacts {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly keywords: string;
  readonly lang: Language;
  /** ISO 8601: when what it says was published. */
  readonly at: string;
}

export interface TableColumn {
  readonly name: string;
  /** Share of the width. */
  readonly share: number;
  readonly align?: 'left' | 'right';
}

export interface Table {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
  readonly caption?: string | undefined;
  /** True: the first cell of each row names it. */
  readonly namedRows?: boolean;
  /** True: the last row is a sum. */
  readonly total?: boolean;
}

const ink = '#1a1a1a';
const faint = '#444444';
const accent = '#1f4e79';
const alarm = '#8a1c1c';
const line = '#c8c8c8';

const sizes = { 1: 19, 2: 13, 3: 11 } as const;
const bodySize = 10.5;
const margin = 56;
const indent = 16;
const pictureWidth = 120;
const pictureHeight = 54;
const pictureGap = 14;

/**
 * A tagged PDF (PDF/UA-1, ISO 14289-1; PDF/A-2a, ISO 19005-2) on A4: headings, paragraphs, lists and tables for people who hear it as for those who see it. The same
 * calls make the same bytes: its dates and its id are made of its facts alone.
 */
export class TaggedDocument {
  private readonly pdf: PDFKit.PDFDocument;
  private readonly root: PDFKit.PDFStructureElement;
  private readonly bytes: Promise<Buffer>;

  constructor({ title, author, subject, keywords, lang, at }: DocumentFacts) {
    const date = new Date(at);
    this.pdf = new ArchivalDocument({
      size: 'A4',
      margin,
      pdfVersion: '1.7',
      subset: 'PDF/A-2a',
      tagged: true,
      lang,
      displayTitle: true,
      bufferPages: true,
      info: {
        Title: title,
        Author: author,
        Subject: subject,
        Keywords: keywords,
        Creator: 'Ecou',
        CreationDate: date,
        ModDate: date,
      },
    });
    const { regular, bold } = theFonts();
    // The types know of files only.
    this.pdf.registerFont('regular', unused(regular) as never).registerFont('bold', unused(bold) as never);
    this.plain();
    const chunks: Buffer[] = [];
    this.bytes = new Promise((resolve, reject) => {
      this.pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
      this.pdf.on('end', () => {
        resolve(Buffer.concat(chunks));
      });
      this.pdf.on('error', reject);
    });
    this.root = this.pdf.struct('Document', { title });
    this.pdf.addStructure(this.root);
  }

  heading(level: 1 | 2 | 3, { text, lang }: Passage): void {
    // With the first lines of what it heads.
    this.room(4 * sizes[level] + 4 * bodySize);
    if (level > 1) this.gap(level === 2 ? 1.1 : 0.6);
    this.pdf
      .font('bold')
      .fontSize(sizes[level])
      .fillColor(level === 2 ? accent : ink);
    this.add(this.root, `H${level}`, lang, () => this.pdf.text(legible(text)));
    this.gap(0.25);
    this.plain();
  }

  /** The name of the institution over the lines by which it is reached, ruled off. */
  letterhead(name: string, lines: readonly string[]): void {
    this.pdf.font('bold').fontSize(sizes[2]).fillColor(accent);
    this.add(this.root, 'P', undefined, () => this.pdf.text(legible(name)));
    this.plain();
    for (const text of lines) this.paragraph({ text }, 'faint');
    this.gap(0.3);
    this.rule();
    this.gap(1);
  }

  /** Pictures (PNG or JPEG) side by side, each with the words that are read out for it. */
  pictures(all: readonly { readonly alt: string; readonly bytes: Buffer }[]): void {
    if (all.length === 0) return;
    const { pdf } = this;
    const [width, height] = [Math.min(pictureWidth, this.width / all.length - pictureGap), pictureHeight];
    const top = pdf.y;
    all.forEach(({ alt, bytes }, index) => {
      const left = margin + index * (width + pictureGap);
      const bbox: [number, number, number, number] = [left, top, left + width, top + height];
      const options = { alt, bbox };
      this.root.add(
        pdf.struct(
          'Figure',
          options,
          () => void pdf.image(bytes, left, top, { fit: [width, height], valign: 'center' }),
        ),
      );
    });
    pdf.x = margin;
    pdf.y = top + height;
    this.gap(1);
  }

  paragraph({ text, lang }: Passage, style: 'plain' | 'faint' = 'plain'): void {
    if (style === 'faint') this.pdf.fillColor(faint);
    this.add(this.root, 'P', lang, () => this.pdf.text(legible(text)));
    this.gap(0.25);
    this.plain();
  }

  /** A remark that must not be overlooked. */
  remark(heading: string, said: string): void {
    const { pdf } = this;
    const [title, text] = [legible(heading), legible(said)];
    this.room(pdf.heightOfString(`${title}. ${text}`, { width: this.width - indent }));
    const top = pdf.y;
    pdf.x = margin + indent;
    this.add(this.root, 'P', undefined, () => {
      pdf
        .font('bold')
        .fillColor(alarm)
        .text(`${title}. `, { continued: true, width: this.width - indent });
      pdf.font('regular').fillColor(ink).text(text);
    });
    const bottom = pdf.y;
    this.artifact(() => pdf.rect(margin, top, 4, bottom - top).fill(alarm));
    pdf.x = margin;
    this.gap(0.4);
    this.plain();
  }

  list(items: readonly Passage[], { numbered = false } = {}): void {
    const { pdf } = this;
    const list = pdf.struct('L');
    this.root.add(list);
    items.forEach(({ text, lang }, index) => {
      this.room(2 * bodySize);
      const item = pdf.struct('LI');
      list.add(item);
      const top = pdf.y;
      this.add(item, 'Lbl', undefined, () => pdf.text(numbered ? `${index + 1}.` : '•', { lineBreak: false }));
      this.add(item, 'LBody', lang, () =>
        pdf.text(legible(text), margin + (numbered ? 1.5 : 1) * indent, top, { width: this.width - 1.5 * indent }),
      );
      item.end();
      pdf.x = margin;
      this.gap(0.2);
    });
    list.end();
  }

  /** Names and what they stand for. */
  facts(rows: readonly (readonly [name: string, value: string])[]): void {
    this.render(
      {
        columns: [
          { name: '', share: 3 },
          { name: '', share: 7 },
        ],
        rows,
        namedRows: true,
      },
      { ruled: false },
    );
  }

  table(table: Table): void {
    this.room(6 * bodySize);
    if (table.caption !== undefined) this.paragraph({ text: table.caption }, 'faint');
    this.render(table, { ruled: true });
  }

  /** Ends the document. `footer` stands on every page. */
  async end(footer: (page: number, pages: number) => string): Promise<Buffer> {
    const { pdf } = this;
    this.root.end();
    const { start, count } = pdf.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      pdf.switchToPage(start + page);
      // The foot of a page lies in its margin.
      pdf.page.margins.bottom = 0;
      this.artifact(() =>
        pdf
          .fontSize(8.5)
          .fillColor(faint)
          .text(legible(footer(page + 1, count)), margin, pdf.page.height - margin / 1.5, {
            width: this.width,
            lineBreak: false,
          }),
      );
    }
    pdf.end();
    return this.bytes;
  }

  private get width(): number {
    return this.pdf.page.width - 2 * margin;
  }

  private plain(): void {
    this.pdf.font('regular').fontSize(bodySize).fillColor(ink);
  }

  private gap(lines: number): void {
    this.pdf.y += lines * bodySize;
  }

  /** Begins a page where less than so many points are left. */
  private room(points: number): void {
    if (this.pdf.y + points > this.pdf.page.maxY()) this.pdf.addPage();
  }

  private add(parent: PDFKit.PDFStructureElement, tag: string, lang: Language | undefined, draw: () => unknown): void {
    parent.add(this.pdf.struct(tag, lang === undefined ? {} : { lang }, () => void draw()));
  }

  /** Draws what means nothing to somebody who hears the document. */
  private artifact(draw: () => unknown): void {
    this.pdf.markContent('Artifact', { type: 'Layout' });
    draw();
    this.pdf.endMarkedContent();
  }

  /** A line under what was drawn last. */
  private rule(): void {
    const { pdf } = this;
    this.artifact(() =>
      pdf
        .lineWidth(0.5)
        .strokeColor(line)
        .moveTo(margin, pdf.y)
        .lineTo(margin + this.width, pdf.y)
        .stroke(),
    );
  }

  private render({ columns, rows, namedRows = false, total = false }: Table, { ruled }: { ruled: boolean }): void {
    const { pdf } = this;
    const shares = columns.reduce((sum, { share }) => sum + share, 0);
    const bold = { src: 'bold', size: bodySize };
    // The types do not know that a table can be tagged.
    const tagged: object = { structParent: this.root };
    const table = pdf.table({
      ...tagged,
      maxWidth: this.width,
      columnStyles: columns.map(({ share, align = 'left' }) => ({
        width: (this.width * share) / shares,
        align: { x: align, y: 'top' as const },
      })),
      defaultStyle: { border: 0, padding: ['0.25em', '0.6em', '0.25em', 0], textColor: ink },
    });
    if (ruled) {
      table.row(
        columns.map(({ name }) => ({ text: legible(name), type: 'TH' as const, scope: 'Column' as const, font: bold })),
      );
      this.rule();
    }
    rows.forEach((row, index) => {
      const isTotal = total && index === rows.length - 1;
      table.row(
        row.map((text, column) => ({
          text: legible(text),
          ...(namedRows && column === 0 ? { type: 'TH' as const, scope: 'Row' as const } : {}),
          ...(isTotal || (!ruled && column === 0) ? { font: bold } : {}),
        })),
      );
      if (ruled) this.rule();
    });
    table.end();
    pdf.x = margin;
    this.gap(0.5);
    this.plain();
  }
}
