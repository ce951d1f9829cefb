import { Rejected, type CommandContext } from '@ecou/event-sourcing';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { v5 as uuidv5 } from 'uuid';
import { refuseUnlessAhead } from '../civic-event/civic-event.decider.js';
import { Registrar } from '../registration/registrar.js';
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
    private readonly registrar: Registrar,
    private readonly taxonomies: Taxonomies,
  ) {}

  async invite(civicEventId: string, { invitations }: InviteBody, context: CommandContext): Promise<InvitedAnswer> {
    const { event } = await this.registrar.read(civicEventId, true);
    refuseUnlessAhead(event);
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
    { metadata, commandId, now }: CommandContext,
  ): Promise<Outcome> {
    const own = { metadata, now, commandId: uuidv5(`invitation/${row}`, commandId) };
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
