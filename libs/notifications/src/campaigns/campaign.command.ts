import type { Language } from '@ecou/contracts';
import { Rejected, UnitsOfWork, Vault, type CommandResult, type Personal, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, type Without } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { announcement } from '../sending/announcement/announcement.aggregate.js';
import type { AnnouncementCommandBody } from '../sending/announcement/announcement.decider.js';
import { message } from '../sending/message/message.aggregate.js';
import { AudienceReader } from './views/audience.reader.js';
import { OutcomesReader } from './views/outcomes.reader.js';
import { campaign } from './campaign/campaign.aggregate.js';
import type { CampaignCommandBody, NoteTest } from './campaign/campaign.decider.js';
import { requireCampaign } from './campaign/campaign.state.js';
import { announcementOf, testOf, type TestTo } from './campaign/telling.js';

/** A test to an address, as the campaign stands: a message in each of these languages. */
type SendTest = {
  type: 'SendTest';
  address: Personal<string>;
  languages: readonly Language[];
  at: string;
};

type Known = Exclude<CampaignCommandBody, NoteTest | { type: 'BeginCampaign' | 'NoteOutcomes' | 'NoteExpanded' }>;
type Counted = Without<
  Extract<CampaignCommandBody, { type: 'BeginCampaign' | 'NoteOutcomes' }>,
  'audience' | 'outcomes'
>;
/** `past`: the position of the fact that its announcement has reached everybody. */
type Expanded = Extract<CampaignCommandBody, { type: 'NoteExpanded' }> & { readonly past: number };

export class CampaignCommand extends AggregateCommand<Known | Counted | Expanded | SendTest> {}

/** The code of a refusal: the view of messages has not passed the end of the announcement yet. */
export const messagesBehind = 'MESSAGES_BEHIND';

/** The command to the announcement that goes with that to the campaign. */
const alongside = {
  PauseCampaign: 'PauseAnnouncement',
  ResumeCampaign: 'ResumeAnnouncement',
  CancelCampaign: 'CancelAnnouncement',
} as const satisfies Partial<Record<CampaignCommandBody['type'], AnnouncementCommandBody['type']>>;

type Steering = Extract<Known, { type: keyof typeof alongside }>;

const steers = (command: Known): command is Steering => command.type in alongside;

/** A campaign and its announcement have one id, and change in one unit: neither says that it is paused while the other goes on. */
@CommandHandler(CampaignCommand)
export class CampaignHandler implements ICommandHandler<CampaignCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    private readonly audiences: AudienceReader,
    private readonly outcomes: OutcomesReader,
  ) {}

  async execute({ id, command, context }: CampaignCommand): Promise<CommandResult> {
    const run = (handler: (work: UnitOfWork) => Promise<unknown>) =>
      this.units.run(context, async (work) => {
        work.target(campaign, id);
        await handler(work);
      });
    if (command.type === 'SendTest') {
      const address = await this.vault.seal(context.commandId, command.address.value);
      return run((work) => sendTest(id, command, { address, causeId: context.commandId }, work));
    }
    if (command.type === 'NoteExpanded') {
      const { past, ...expanded } = command;
      const { state } = await this.aggregates.load(campaign, id);
      if (state && !(await this.outcomes.hasReached(past)))
        throw new Rejected(messagesBehind, 'The view of messages has not passed the announcement yet.');
      return run((work) => work.decide(campaign, id, expanded));
    }
    if (command.type === 'BeginCampaign') {
      const { content } = requireCampaign((await this.aggregates.load(campaign, id)).state);
      const audience = await this.audiences.count(content.segment);
      return run((work) => begin(id, { ...command, audience }, work));
    }
    if (command.type === 'NoteOutcomes') {
      const outcomes = await this.outcomes.byChannel(id, null);
      return run((work) => work.decide(campaign, id, { ...command, outcomes }));
    }
    return run((work) => (steers(command) ? steer(id, command, work) : work.decide(campaign, id, command)));
  }
}

async function begin(id: string, command: Extract<CampaignCommandBody, { type: 'BeginCampaign' }>, work: UnitOfWork) {
  const { changed, after } = await work.decide(campaign, id, command);
  if (!changed) return;
  await work.decide(announcement, id, announcementOf(id, requireCampaign(after).content, command.at));
}

async function steer(id: string, command: Steering, work: UnitOfWork) {
  const { changed, after } = await work.decide(campaign, id, command);
  // What is cancelled before it began has no announcement.
  if (!changed || requireCampaign(after).begun === null) return;
  await work.decide(announcement, id, { type: alongside[command.type], at: command.at });
}

async function sendTest(
  id: string,
  { languages, at }: SendTest,
  to: Pick<TestTo, 'address' | 'causeId'>,
  work: UnitOfWork,
) {
  const messages = languages.map((language) => ({ messageId: work.random(`test ${language}`), language }));
  const { after } = await work.decide(campaign, id, { type: 'NoteTest', messages, at });
  const { content } = requireCampaign(after);
  for (const { messageId, language } of messages)
    await work.decide(message, messageId, testOf({ id, content }, { ...to, language, at }), { fresh: true });
}
