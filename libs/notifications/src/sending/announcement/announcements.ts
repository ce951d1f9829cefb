import { load, type EventStore } from '@ecou/event-sourcing';
import { announcement } from './announcement.aggregate.js';
import type { Started } from './telling.js';

/** Many digests that hold the same are written within a moment, and an announcement has a long stream. */
const keptMs = 1_000;
const mostKept = 200;

interface Kept {
  readonly since: number;
  readonly started: Promise<Started | null>;
}

/** The words of announcements, as they stood a moment ago. */
export class Announcements {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly store: Pick<EventStore, 'readStream'>) {}

  get(id: string): Promise<Started | null> {
    const now = performance.now();
    const known = this.kept.get(id);
    if (known && now - known.since < keptMs) return known.started;
    const started = load(this.store, announcement, id).then(({ state }) => state.started);
    if (this.kept.size >= mostKept) this.kept.clear();
    this.kept.set(id, { since: now, started });
    // A failure is not kept.
    started.catch(() => this.kept.delete(id));
    return started;
  }
}
