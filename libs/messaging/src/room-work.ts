import type { Leadership, Lease, Leases } from '@ecou/event-sourcing';

/** Work of a room that goes on by itself, in one process at a time. */
export interface RoomWork {
  /** As `Leases.lead` has it. */
  run(lease: Lease, signal: AbortSignal): Promise<void>;
  /** The reasons why it gets nowhere where it is led; one line each, without personal data. */
  troubles(): readonly string[];
}

/** The work of all rooms of a context. */
export class RoomWorks {
  private readonly works: { readonly name: string; readonly work: RoomWork; readonly leadership: Leadership }[] = [];

  constructor(private readonly leases: Leases) {}

  lead(name: string, work: RoomWork): void {
    const leadership = this.leases.lead(name, (lease, signal) => work.run(lease, signal));
    this.works.push({ name, work, leadership });
  }

  /** By the names of their checkpoints. */
  get leaderships(): (readonly [string, Leadership])[] {
    return this.works.map(({ name, leadership }) => [name, leadership] as const);
  }

  get troubles(): readonly string[] {
    return this.works.flatMap(({ work, leadership }) => (leadership.leading ? work.troubles() : []));
  }

  async stop(): Promise<void> {
    await Promise.all(this.works.map(({ leadership }) => leadership.stop()));
  }
}
