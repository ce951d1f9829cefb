import { randomUUID } from 'node:crypto';
import {
  Invalid,
  Rejected,
  Sealing,
  streamOf,
  UnitsOfWork,
  Vault,
  type Claim,
  type CommandContext,
  type CommandResult,
  type Personal,
  type UnitOfWork,
} from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Invitations } from '../invitation/invitations.js';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import type { Channel } from '../questionnaire/questionnaire.events.js';
import {
  isByBallot,
  refuseUnlessOpen,
  requiredQuestionnaire,
  type Questionnaire,
} from '../questionnaire/questionnaire.state.js';
import { updatesRequest, WishIds } from '../updates-request/updates-request.aggregate.js';
import { hourOf, wishFor, type Offer, type WishContact } from '../updates-request/updates-request.decider.js';
import { response } from './response.aggregate.js';
import type { RecordResponse, Response } from './response.decider.js';
import type { ResponseBody } from './response.schemas.js';
import { sealTexts } from './seal-texts.js';

/** Somebody's answer, as it came. The handler seals what is personal. */
export type AnswerQuestionnaire = Pick<ResponseBody, 'token' | 'language' | 'answers' | 'email'> & {
  readonly type: 'AnswerQuestionnaire';
  readonly questionnaireId: string;
  /** Staff enter it, from paper. */
  readonly byStaff: boolean;
};

export class ResponseCommand extends AggregateCommand<AnswerQuestionnaire> {}

/** An address for news, as it came with an answer. */
interface Wanted {
  readonly offer: Offer;
  readonly email: Personal<string>;
  readonly language: AnswerQuestionnaire['language'];
}

const invitationScope = 'invitation';

@CommandHandler(ResponseCommand)
export class ResponseHandler implements ICommandHandler<ResponseCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
    private readonly invitations: Invitations,
    private readonly wishIds: WishIds,
  ) {}

  execute({ id, command, context }: ResponseCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      work.target(response, id);
      const { questionnaireId, language, email } = command;
      // The wish is written first, so that the questionnaire must not be one that this process has kept: it could be closed by now.
      if (email !== undefined) await work.look(questionnaire, questionnaireId);
      const [state, standing] = await Promise.all([work.read(questionnaire, questionnaireId), work.read(response, id)]);
      const asked = requiredQuestionnaire(state);
      const use = this.useOf(command, asked, work);
      const record = await this.recordOf(command, asked, standing);
      if (!standing) {
        refuseUnlessOpen(asked, work.now, record.channel);
        if (use && (await work.holderOf(use)) !== null) throw tokenUsed();
      }
      const { changed } = await work.decide(response, id, { ...record, at: work.now });
      // Whatever may refuse the answer has come before. The id of an answer is no secret: a repeat records no address.
      if (changed && email !== undefined) {
        const wanted = { offer: { questionnaireId, content: asked.content }, email, language };
        await this.recordWish(id, wanted, unrelated(context, work.random('wish')));
      }
      if (use) {
        work.claim(use, () => {
          throw tokenUsed();
        });
      }
      await work.decide(questionnaire, questionnaireId, { type: 'LockItems' });
    });
  }

  /** The answer with its texts sealed. */
  private async recordOf(
    command: AnswerQuestionnaire,
    asked: Questionnaire,
    standing: Response | null,
  ): Promise<Omit<RecordResponse, 'at'>> {
    const { questionnaireId, language, answers, byStaff } = command;
    const { about, items } = asked.content;
    return {
      type: 'RecordResponse',
      questionnaire: { id: questionnaireId, about, items },
      channel: channelOf(command, asked),
      language,
      // Words of the public are not compared with those that stand there: 0055.
      answers: await sealTexts(this.vault, answers, (byStaff && standing?.answers) || []),
    };
  }

  /**
   * The use of an invitation; `null` where no token came. Its holder is made up, so that no row joins an invitation to an answer. Throws
   * `Invalid` for a token that was not issued.
   */
  private useOf(
    { questionnaireId, token }: AnswerQuestionnaire,
    { invitations }: Questionnaire,
    work: UnitOfWork,
  ): Claim | null {
    if (token === undefined) return null;
    const serial = this.invitations.serialOf(questionnaireId, token);
    if (serial === undefined || serial > invitations) {
      throw new Invalid('TOKEN_UNKNOWN', 'This is no invitation token of the questionnaire.', ['token']);
    }
    const stream = streamOf(invitationScope, work.random('invitation'));
    return { scope: invitationScope, value: `${questionnaireId}/${serial}`, stream };
  }

  /** Records the wish in a unit of its own. A repeat finds it again by the answer's id. */
  private recordWish(responseId: string, wanted: Wanted, context: CommandContext): Promise<CommandResult> {
    const id = this.wishIds.of(responseId);
    const { offer, email, language } = wanted;
    return this.units.run(context, async (work) => {
      const standing = await work.read(updatesRequest, id);
      const sealing = new Sealing(this.vault, randomUUID(), standing);
      const contact = await sealing.seal<WishContact>({ language, address: email });
      if (contact.address === standing?.address) return; // it was written, and the answer was not, whatever the consent text says by now
      const wish = wishFor(offer, contact, ['email']);
      await work.decide(updatesRequest, id, { type: 'RequestUpdates', wish, at: hourOf(work.now) });
    });
  }
}

/** The context of the wish, which shares neither id, correlation nor trace with the answer. */
const unrelated = ({ metadata: { actor }, now }: CommandContext, commandId: string): CommandContext => ({
  metadata: { actor, correlationId: commandId, causationId: commandId },
  commandId,
  now,
});

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
