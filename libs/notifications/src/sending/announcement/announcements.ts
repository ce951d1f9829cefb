import { load, type EventStore } from '@ecou/event-sourcing';
import { announcement } from './announcement.aggregate.js';
import type { Announcement } from './announcement.decider.js';

/** Many digests that hold the same are written within a moment, and an announcement has a long stream. */
const keptMs = 1_000;
const mostKept = 200;

interface Kept {
  readonly since: number;
  readonly known: Promise<Standing>;
}

/** The words of an announcement, and its halt. */
type Standing = Pick<Announcement, 'started' | 'halt'>;

/** Announcements as they stood a moment ago. */
export class Announcements {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly store: Pick<EventStore, 'readStream'>) {}

  /** One that was resumed a moment ago is not taken for one that is paused: what it holds back would stay behind. */
  async get(id: string): Promise<Standing> {
    const known = await this.keptOf(id);
    return known.halt === 'paused' ? this.read(id) : known;
  }

  private keptOf(id: string): Promise<Standing> {
    const now = performance.now();
    const kept = this.kept.get(id);
    if (kept && now - kept.since < keptMs) return kept.known;
    const known = this.read(id);
    if (this.kept.size >= mostKept) this.kept.clear();
    this.kept.set(id, { since: now, known });
    // A failure is not kept.
    known.catch(() => this.kept.delete(id));
    return known;
  }

  private async read(id: string): Promise<Standing> {
    const { started, halt } = (await load(this.store, announcement, id)).state;
    return { started, halt };
  }
}
