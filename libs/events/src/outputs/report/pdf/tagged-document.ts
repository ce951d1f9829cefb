import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Language } from '@ecou/contracts';
import PDFDocument from 'pdfkit';

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

const require = createRequire(import.meta.url);

/** Read when the first document is made. */
let fonts: { readonly regular: Buffer; readonly bold: Buffer } | undefined;
const theFonts = () =>
  (fonts ??= {
    regular: readFileSync(require.resolve('@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf')),
    bold: readFileSync(require.resolve('@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf')),
  });

const ink = '#1a1a1a';
const faint = '#444444';
const accent = '#1f4e79';
const alarm = '#8a1c1c';
const line = '#c8c8c8';

const sizes = { 1: 19, 2: 13, 3: 11 } as const;
const bodySize = 10.5;
const margin = 56;
const indent = 16;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** XMP is XML, and pdfkit writes the values into it as they are. The document's own dictionary has been written by then. */
class Document extends PDFDocument {
  override endMetadata(): void {
    for (const [name, value] of Object.entries(this.info)) {
      if (typeof value === 'string') Object.assign(this.info, { [name]: escaped(value) });
    }
    super.endMetadata();
  }
}

/**
 * A tagged PDF (PDF/UA-1, ISO 14289) on A4: headings, paragraphs, lists and tables for people who hear it as for those who see it. The same
 * calls make the same bytes: its dates and its id are made of its facts alone.
 */
export class TaggedDocument {
  private readonly pdf: PDFKit.PDFDocument;
  private readonly root: PDFKit.PDFStructureElement;
  private readonly bytes: Promise<Buffer>;

  constructor({ title, author, subject, keywords, lang, at }: DocumentFacts) {
    const date = new Date(at);
    this.pdf = new Document({
      size: 'A4',
      margin,
      pdfVersion: '1.7',
      // The types know of PDF/A only.
      subset: 'PDF/UA' as never,
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
    this.pdf.registerFont('regular', regular).registerFont('bold', bold);
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
    this.room(4 * sizes[level]);
    if (level > 1) this.gap(level === 2 ? 1.1 : 0.6);
    this.pdf
      .font('bold')
      .fontSize(sizes[level])
      .fillColor(level === 2 ? accent : ink);
    this.add(this.root, `H${level}`, lang, () => this.pdf.text(text));
    this.gap(0.25);
    this.plain();
  }

  paragraph({ text, lang }: Passage, style: 'plain' | 'faint' = 'plain'): void {
    if (style === 'faint') this.pdf.fillColor(faint);
    this.add(this.root, 'P', lang, () => this.pdf.text(text));
    this.gap(0.25);
    this.plain();
  }

  /** A remark that must not be overlooked. */
  remark(title: string, text: string): void {
    const { pdf } = this;
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
        pdf.text(text, margin + (numbered ? 1.5 : 1) * indent, top, { width: this.width - 1.5 * indent }),
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
          .text(footer(page + 1, count), margin, pdf.page.height - margin / 1.5, {
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
      table.row(columns.map(({ name }) => ({ text: name, type: 'TH' as const, scope: 'Column' as const, font: bold })));
      this.rule();
    }
    rows.forEach((row, index) => {
      const isTotal = total && index === rows.length - 1;
      table.row(
        row.map((text, column) => ({
          text,
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
