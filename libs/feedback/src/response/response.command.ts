import { randomUUID } from 'node:crypto';
import {
  ClaimTaken,
  Invalid,
  Rejected,
  streamOf,
  Vault,
  type Claim,
  type UnitExtras,
  type CommandContext,
  type CommandResult,
} from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, settled } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Invitations } from '../invitation/invitations.js';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import { questionnaireDecider } from '../questionnaire/questionnaire.decider.js';
import { isByBallot, known, refuseUnlessOpen, type Questionnaire } from '../questionnaire/questionnaire.state.js';
import { updatesRequest, WishIds } from '../updates-request/updates-request.aggregate.js';
import { hourOf, wishFor } from '../updates-request/updates-request.decider.js';
import { response } from './response.aggregate.js';
import { responseDecider } from './response.decider.js';
import type { Channel } from './response.events.js';
import type { ResponseBody } from './response.schemas.js';
import { sealOnce, sealTexts } from './seal-once.js';

/** Somebody's answer, as it came; the handler seals what is personal. */
export type AnswerQuestionnaire = Pick<ResponseBody, 'token' | 'language' | 'answers' | 'email'> & {
  readonly type: 'AnswerQuestionnaire';
  readonly questionnaireId: string;
  /** Staff enter it, from paper. */
  readonly byStaff: boolean;
};

export class ResponseCommand extends AggregateCommand<AnswerQuestionnaire> {}

/** The questionnaire as it was read. */
export interface Asked {
  readonly id: string;
  readonly questionnaire: Questionnaire;
  readonly version: number;
}

const invitationScope = 'invitation';

@CommandHandler(ResponseCommand)
export class ResponseHandler implements ICommandHandler<ResponseCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    private readonly invitations: Invitations,
    private readonly wishIds: WishIds,
  ) {}

  execute({ id, command, context }: ResponseCommand): Promise<CommandResult> {
    return settled(context, () => this.answer(id, command, context));
  }

  private async answer(id: string, command: AnswerQuestionnaire, context: CommandContext): Promise<CommandResult> {
    const { questionnaireId, language, token } = command;
    const [{ state, version }, { state: standing }] = await Promise.all([
      this.aggregates.load(questionnaire, questionnaireId),
      this.aggregates.load(response, id),
    ]);
    const asked: Asked = { id: questionnaireId, questionnaire: known(state), version };
    const invitation = token === undefined ? null : this.invitationOf(asked, token);
    const { about, items } = asked.questionnaire.content;
    const record = {
      type: 'RecordResponse',
      questionnaire: { id: questionnaireId, about, items },
      channel: channelOf(command, asked.questionnaire),
      language,
      // Words of the public are not compared with those that stand there: 0055.
      answers: await sealTexts(this.vault, command.answers, (command.byStaff && standing?.answers) || []),
      at: context.now,
    } as const;
    if (!standing) {
      // Whatever may refuse the answer comes before the wish is written, which stands in a unit of its own.
      refuseUnlessOpen(asked.questionnaire, context.now, record.channel);
      if (invitation !== null) await this.refuseUsed(invitation);
      responseDecider.decide(record, standing);
      if (command.email !== undefined) await this.recordWish(id, { ...command, email: command.email }, asked, context);
    }
    // The id of an answer is no secret: a repeat neither records an address nor tells whether it is the right one.
    return this.aggregates
      .execute(response, id, record, context, { extras: unitWith(asked, invitation) })
      .catch((error: unknown) => {
        throw error instanceof ClaimTaken ? tokenUsed() : error;
      });
  }

  /** What the claim of an invitation is for. Throws `Invalid` for a token that was not issued. */
  private invitationOf({ id, questionnaire: { invitations } }: Asked, token: string): string {
    const serial = this.invitations.serialOf(id, token);
    if (serial === undefined || serial > invitations) {
      throw new Invalid('TOKEN_UNKNOWN', 'This is no invitation token of the questionnaire.', ['token']);
    }
    return `${id}/${serial}`;
  }

  private async refuseUsed(invitation: string): Promise<void> {
    if ((await this.aggregates.store.findClaim(invitationScope, invitation)) !== null) throw tokenUsed();
  }

  /** The wish shares neither unit nor id, correlation or trace with the answer. */
  private async recordWish(
    responseId: string,
    { language, email }: AnswerQuestionnaire & { readonly email: string },
    { id: questionnaireId, questionnaire: { content } }: Asked,
    { metadata: { actor }, now }: CommandContext,
  ): Promise<void> {
    const id = this.wishIds.of(responseId);
    const { state } = await this.aggregates.load(updatesRequest, id);
    const address = await sealOnce(this.vault, email, state?.address);
    if (address === state?.address) return; // it was written, and the answer was not, whatever the consent text says by now
    const wish = wishFor({ questionnaireId, content }, { language, address }, ['email']);
    const commandId = randomUUID();
    const metadata = { actor, correlationId: commandId, causationId: commandId };
    await this.aggregates.execute(
      updatesRequest,
      id,
      { type: 'RequestUpdates', wish, at: hourOf(now) },
      { metadata, commandId, now },
    );
  }
}

const tokenUsed = () => new Rejected('TOKEN_USED', 'Somebody has answered with this token already.');

function channelOf({ token, byStaff }: AnswerQuestionnaire, { content }: Questionnaire): Channel {
  const { access } = content;
  if (isByBallot(content) && (token !== undefined || !byStaff)) {
    const path = token === undefined ? [] : ['token'];
    throw new Invalid('BALLOT_NEEDED', 'This questionnaire is answered by ballot, under /ballots and /answers.', path);
  }
  if (token !== undefined) return 'token';
  if (byStaff) return 'paper';
  if (access === 'anyone') return 'anonymous';
  throw new Invalid('TOKEN_MISSING', 'This questionnaire is answered with an invitation token.', ['token']);
}

/** What an answer's unit holds besides it: the questionnaire as it was read, and the use of an invitation. */
const unitWith = (asked: Asked, invitation: string | null): UnitExtras => ({
  ...asItWasRead(asked),
  ...(invitation === null ? {} : { claims: [useOf(invitation)] }),
});

/** The first answer locks the items, so it writes to the questionnaire; later ones make sure that it has not moved. */
export function asItWasRead({ id, questionnaire: state, version: expected }: Asked): UnitExtras {
  const stream = streamOf(questionnaire.category, id);
  const [locked] = questionnaireDecider.decide({ type: 'LockItems' }, state);
  return locked
    ? { writes: [{ stream, expected, events: [{ ...locked, id: randomUUID() }] }] }
    : { checks: [{ stream, expected }] };
}

/** The holder of the claim is made up, so that no row joins an invitation to an answer. */
const useOf = (invitation: string): Claim => ({
  scope: invitationScope,
  value: invitation,
  stream: streamOf(invitationScope, randomUUID()),
});
