import { apart, Rejected, type CommandContext } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { knownEvent, refuseUnlessAhead } from '../civic-event/civic-event.decider.js';
import { Taxonomies } from '../taxonomy/taxonomies.js';
import { refuseUnchoosable } from '../taxonomy/vocabulary.js';
import { InvitationCommand } from './invitation.command.js';
import type { InviteBody, InvitedAnswer } from './invitation.schemas.js';

type Row = InviteBody['invitations'][number];
type Outcome = InvitedAnswer['items'][number];

const together = 20;

/** Invites people by list: what is wrong with the list refuses it whole, who is invited already is told row by row. */
@Injectable()
export class InvitationLists {
  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: Aggregates,
    private readonly taxonomies: Taxonomies,
  ) {}

  async invite(civicEventId: string, { invitations }: InviteBody, context: CommandContext): Promise<InvitedAnswer> {
    const { state } = await this.aggregates.load(civicEvent, civicEventId);
    refuseUnlessAhead(knownEvent(state));
    const named = invitations.map(({ category }, row) => ({ id: category, path: ['invitations', row, 'category'] }));
    refuseUnchoosable(await this.taxonomies.current('attendance-categories'), named);
    const items: Outcome[] = [];
    for (let from = 0; from < invitations.length; from += together) {
      const some = invitations.slice(from, from + together);
      const outcomes = some.map((row, index) => this.inviteRow(civicEventId, row, from + index, context));
      items.push(...(await Promise.all(outcomes)));
    }
    return { items };
  }

  private async inviteRow(
    civicEventId: string,
    { id: wished, ...person }: Row,
    row: number,
    context: CommandContext,
  ): Promise<Outcome> {
    const own = apart(context, `invitation/${row}`);
    const id = wished ?? own.commandId;
    try {
      const order = { type: 'InvitePerson', civicEventId, ...person } as const;
      const { changed } = await this.commands.execute(new InvitationCommand(id, order, own));
      return { row, id, outcome: changed ? 'invited' : 'invited-before', code: null };
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      return { row, id: null, outcome: 'refused', code: error.code };
    }
  }
}
