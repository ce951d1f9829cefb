import { relationOf, Unavailable } from '@ecou/event-sourcing';
import { ConcurrencyLimit, Content, ReadModels, spoolFile, type SpoolFile } from '@ecou/runtime';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import { geoJsonType } from '../facility/geo-json.js';
import { featureOf } from '../ogc/features.js';
import { validAt } from '../views/facilities-sql.js';
import { facilityHistory } from '../views/facility-history.view.js';

/** Raised by hand whenever the same facilities come to other bytes. */
const formVersion = 1;
/** Seconds for which a copy may be shown without asking. */
const freshSeconds = 60;

const busy = () => new Unavailable('EXPORTS_BUSY', 'Other files of the map are being written.', 5);

interface Kept {
  readonly position: number;
  readonly file: Promise<SpoolFile>;
}

/** The whole map as one GeoJSON file, written once after each change of it, when somebody asks. */
@Injectable()
export class MapFile implements OnApplicationShutdown {
  private readonly ended = new AbortController();
  private readonly turns = new ConcurrencyLimit({ atATime: 1, waiting: 5, busy });
  private kept: Kept | undefined;

  constructor(private readonly readModels: ReadModels) {}

  onApplicationShutdown(): void {
    this.ended.abort();
    this.drop();
  }

  /** The map as of its last change, which its `ETag` names. Once it is opened: 503 where other ones are being written. */
  async content(): Promise<Content> {
    const [row] = await this.readModels.query<{ position: number | null }>(
      `SELECT max(from_position)::float8 AS position FROM ${relationOf(facilityHistory)}`,
    );
    const position = row?.position ?? 0;
    const file = { name: 'facilities.geojson', type: geoJsonType, tag: `${position}-${formVersion}` };
    const cached = { 'Cache-Control': `public, max-age=${freshSeconds}` };
    return new Content(file, () => this.open(position), cached);
  }

  private open(position: number): Promise<SpoolFile> {
    if (this.kept?.position === position) return this.kept.file;
    const file = this.turns.take(() => spoolFile(this.pieces(position)));
    this.drop();
    const kept = { position, file };
    this.kept = kept;
    file.catch(() => {
      if (this.kept === kept) this.kept = undefined;
    });
    return file;
  }

  private drop(): void {
    // Whoever was given it in the same moment begins to read before.
    const close = (file: SpoolFile) =>
      setImmediate(() => {
        file.close();
      });
    this.kept?.file.then(close, () => undefined);
    this.kept = undefined;
  }

  private async *pieces(position: number): AsyncGenerator<string> {
    const stood = `SELECT facility FROM ${relationOf(facilityHistory)}
      WHERE ${validAt(String(position))} AND status <> 'retired' ORDER BY id`;
    let between = '{"type":"FeatureCollection","features":[\n';
    for await (const lines of linesOf(this.readModels.copy(stood, 'FORMAT text', this.ended.signal))) {
      yield between + lines.map((line) => JSON.stringify(featureOf(JSON.parse(line) as FacilityAnswer))).join(',\n');
      between = ',\n';
    }
    yield between.startsWith('{') ? `${between}]}\n` : '\n]}\n';
  }
}

/** Documents out of what COPY writes as text, one in a line, many at a time. JSON as PostgreSQL writes it has one character that COPY escapes. */
async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines.map((line) => line.replaceAll('\\\\', '\\'));
  }
}
