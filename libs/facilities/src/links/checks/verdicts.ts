import { randomUUID } from 'node:crypto';
import { Clock } from '@ecou/event-sourcing';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { SETTINGS, type Settings } from '../../settings.js';
import { LinkCommand } from '../link/link.command.js';
import type { LinkCommandBody } from '../link/link.decider.js';
import { CheckList, type Checked, type Due } from './check-list.js';
import type { Finding } from './findings.js';
import { isBroken, pauseAfter, wishOf } from './schedule.js';

/** Facilities that a fact names. */
const mostNamed = 100;

type Failure = Extract<Finding, { outcome: 'fails' }>;

/** Makes of what checks found how links stand, and facts of what changed. Done again after a crash, it comes to the same. */
@Injectable()
export class Verdicts {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly list: CheckList,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  /** Takes a link off the list that nobody shows any more. */
  async drop({ id, state }: Due): Promise<void> {
    if (state === 'broken') await this.tell(id, { type: 'DropLink' });
    await this.list.forget(id);
  }

  async record(link: Due, finding: Finding): Promise<void> {
    if (finding.outcome === 'works') return this.works(link, finding.status);
    if (finding.outcome === 'fails') return this.fails(link, finding);
    const now = this.clock.now();
    const { id, state, failures, failingSince } = link;
    const { status, note, retryAfter } = finding;
    const dueAt = this.later(now, 0, wishOf(retryAfter, now));
    await this.list.record([{ id, state, failures, failingSince, status, note, checkedAt: now, dueAt }]);
  }

  private async works({ id, state }: Due, status: number): Promise<void> {
    // The list forgets that it was broken only once the fact stands.
    if (state === 'broken') await this.tell(id, { type: 'RestoreLink', status });
    const now = this.clock.now();
    const standing = { state: 'ok', failures: 0, failingSince: null, note: null } as const;
    await this.list.record([{ id, ...standing, status, checkedAt: now, dueAt: this.later(now, 0) }]);
  }

  private async fails(link: Due, finding: Failure): Promise<void> {
    const { id, url } = link;
    const now = this.clock.now();
    const since = link.failingSince ?? now;
    const failures = link.failures + 1;
    const broken = link.state === 'broken' || (await this.counts(link, { failures, since, now }, finding));
    const { status, fault } = finding;
    const checked: Checked = {
      ...{ id, failures, status, failingSince: since, checkedAt: now },
      state: broken ? 'broken' : link.state,
      dueAt: this.later(now, failures),
      note: fault ?? `HTTP ${status}`,
    };
    if (broken) {
      // The list knows of it before the fact stands, and the link stays due: whatever ends the process between, it is restored or told.
      await this.list.record([{ ...checked, dueAt: now }]);
      const shown = await this.list.shownBy(id, mostNamed);
      await this.tell(id, { type: 'BreakLink', url, status, fault, since, failures, ...shown });
    }
    await this.list.record([checked]);
  }

  /** Our own connection may be the reason where nothing answers. */
  private async counts(
    { host }: Due,
    { failures, since, now }: { readonly failures: number; readonly since: string; readonly now: string },
    { status }: Failure,
  ): Promise<boolean> {
    return isBroken(failures, since, now) && (status !== null || (await this.list.othersAnswered(host, since)));
  }

  private later(now: string, failures: number, wishMs = 0): string {
    const pause = pauseAfter(failures, this.settings.everyMs, Math.random(), wishMs);
    return new Date(Date.parse(now) + pause).toISOString();
  }

  private async tell(id: string, command: LinkCommandBody): Promise<void> {
    const correlationId = randomUUID();
    const metadata = { actor: 'effect:links', correlationId, causationId: correlationId };
    await this.commands.execute(
      new LinkCommand(id, command, { metadata, commandId: randomUUID(), now: this.clock.now() }),
    );
  }
}
