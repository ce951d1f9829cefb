import { apart, Rejected, type CommandContext } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { requireCivicEvent, refuseUnlessAhead } from '../../consultations/civic-event/civic-event.decider.js';
import { Taxonomies } from '../../consultations/taxonomy/taxonomies.js';
import { refuseUnchoosable } from '../../consultations/taxonomy/vocabulary.js';
import { contactKey, inTheClear } from '../registration/contact.js';
import { InvitationCommand } from './invitation.command.js';
import type { InviteBody, InvitedAnswer } from './invitation.schemas.js';

interface Row {
  /** Its place in the list, from 0. */
  readonly row: number;
  readonly said: InviteBody['invitations'][number];
}
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
    refuseUnlessAhead(requireCivicEvent((await this.aggregates.load(civicEvent, civicEventId)).state));
    const named = invitations.map(({ category }, row) => ({ id: category, path: ['invitations', row, 'category'] }));
    refuseUnchoosable(await this.taxonomies.current('attendance-categories'), named);
    const items: Outcome[] = [];
    for (const { rows } of cutsOf(civicEventId, invitations)) {
      items.push(...(await Promise.all(rows.map((row) => this.inviteRow(civicEventId, row, context)))));
    }
    return { items };
  }

  private async inviteRow(
    civicEventId: string,
    { row, said: { id: wished, ...person } }: Row,
    context: CommandContext,
  ): Promise<Outcome> {
    const own = apart(context, `invitation/${row}`);
    const id = wished ?? own.commandId;
    try {
      const command = { type: 'InvitePerson', civicEventId, ...person } as const;
      const { changed } = await this.commands.execute(new InvitationCommand(id, command, own));
      return { row, id, outcome: changed ? 'invited' : 'invited-before', code: null };
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      return { row, id: null, outcome: 'refused', code: error.code };
    }
  }
}

interface Cut {
  readonly rows: Row[];
  readonly names: Set<string>;
}

/** The rows in their order, cut where a contact or an id comes again, so that those of one cut can be handled at once. */
function cutsOf(civicEventId: string, invitations: InviteBody['invitations']): Cut[] {
  const cuts: Cut[] = [];
  for (const [row, said] of invitations.entries()) {
    const names = [contactKey(civicEventId, inTheClear(said.contact)), ...(said.id === undefined ? [] : [said.id])];
    let cut = cuts.at(-1);
    if (!cut || cut.rows.length === together || names.some((name) => cut?.names.has(name))) {
      cut = { rows: [], names: new Set() };
      cuts.push(cut);
    }
    cut.rows.push({ row, said });
    for (const name of names) cut.names.add(name);
  }
  return cuts;
}
