import { randomUUID } from 'node:crypto';
import { language, registrationPage, slug, type Language } from '@ecou/contracts';
import { Personal, Rejected, type CommandContext } from '@ecou/event-sourcing';
import {
  AcceptsForm,
  Aggregates,
  Context,
  faultsOf,
  Html,
  idParams,
  Ignores,
  Limited,
  linkQuery,
  LinkRoute,
  text,
  type IdParams,
  type LinkQuery,
} from '@ecou/runtime';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { shownEvent } from '../consultations/civic-event/answers.js';
import { civicEvent } from '../consultations/civic-event/civic-event.aggregate.js';
import { announcementOf } from '../consultations/civic-event/civic-event.decider.js';
import { Taxonomies } from '../consultations/taxonomy/taxonomies.js';
import { registrationDone, registrationForm, words, type FormShown, type Typed } from './page/registration-form.js';
import { givenContact } from './registration/contact.js';
import { RegistrationTokens } from './registration/registration-tokens.js';
import { RegistrationCommand } from './registration/registration.command.js';
import { registrationBounds } from './registration/registration.schemas.js';
import { seatLedger } from './seat-ledger/seat-ledger.aggregate.js';
import { RegistrationReader } from './views/registration.reader.js';

const typed = z.string().trim().max(5000).default('');

/** The form as it came: where it is not right, the page says so and shows it again. */
const formBody = z
  .strictObject({
    id: z.uuid().optional().describe('So that the form sent twice is one registration.'),
    lang: language.default('ro'),
    name: typed,
    email: typed,
    category: typed.describe('Of the taxonomy `attendance-categories`.'),
    needs: typed,
  })
  .meta({
    id: 'RegistrationForm',
    example: { name: 'Ana Exemplu', email: 'ana@example.ro', category: 'citizen', needs: '', lang: 'ro' },
  });
type Form = z.output<typeof formBody>;

const rightForm = z.object({
  name: text(200),
  email: z.email().max(254),
  category: slug,
  needs: z.string().max(1000),
});

/** Codes of refusals that the page has words for. */
const whyNot: Readonly<Partial<Record<string, NonNullable<FormShown['refused']>>>> = {
  NO_SEAT_LEFT: 'full',
  REGISTRATION_NOT_OPEN: 'closed',
  REGISTRATION_NOT_ARRANGED: 'closed',
  CIVIC_EVENT_HELD: 'closed',
  CIVIC_EVENT_CLOSED: 'closed',
  CIVIC_EVENT_CANCELLED: 'closed',
  CONTACT_REGISTERED: 'registered',
};

type Stated = Pick<FormShown, 'id' | 'typed' | 'faults' | 'refused'>;

/** The page on which somebody registers for a civic event. */
@ApiTags('Registration')
@Controller('events/v1/civic-events/:id/registration-form')
export class RegistrationFormController {
  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: Aggregates,
    private readonly registrations: RegistrationReader,
    private readonly taxonomies: Taxonomies,
    private readonly tokens: RegistrationTokens,
  ) {}

  @Get()
  @LinkRoute('A form that registers for a civic event')
  async show(@Param({ schema: idParams }) { id }: IdParams, @Query({ schema: linkQuery }) { lang = 'ro' }: LinkQuery) {
    const { open } = (await this.aggregates.load(seatLedger, id)).state;
    const nothing = { name: '', email: '', category: '', needs: '' };
    const stated = { id: randomUUID(), typed: nothing, faults: {}, refused: open ? null : 'closed' } as const;
    return new Html(await this.form(id, lang, stated));
  }

  @Post()
  @AcceptsForm()
  @Limited('registrations', registrationBounds)
  @Ignores('Idempotency-Key', 'If-Match')
  @LinkRoute('Register for a civic event, by a form')
  async register(
    @Param({ schema: idParams }) { id: civicEventId }: IdParams,
    @Body({ schema: formBody }) { id = randomUUID(), lang, ...given }: Form,
    @Context() context: CommandContext,
  ) {
    const again = async (more: Partial<Stated>, status: number) =>
      new Html(
        await this.form(civicEventId, lang, { id, typed: given, faults: {}, refused: null, ...more }),
        undefined,
        status,
      );
    const right = rightForm.safeParse(given);
    if (!right.success) return again({ faults: faultsOf(right.error, words[lang].rules) }, 400);
    const { categories } = await this.about(civicEventId);
    if (!categories.some((each) => each.id === right.data.category)) {
      return again({ faults: { category: words[lang].rules.category } }, 400);
    }
    const refused = await this.refusalOf(this.run(id, civicEventId, { ...right.data, lang }, context));
    return refused === null ? this.done(id, civicEventId, lang) : again({ refused }, 409);
  }

  private run(id: string, civicEventId: string, form: Typed & { readonly lang: Language }, context: CommandContext) {
    const { name, email, category, needs, lang } = form;
    const command = {
      type: 'Register',
      civicEventId,
      name: new Personal(name),
      contact: givenContact({ channel: 'email', address: email }),
      language: lang,
      category,
      needs: needs === '' ? null : new Personal(needs),
      byStaff: false,
    } as const;
    return this.commands.execute(new RegistrationCommand(id, command, context));
  }

  /** The refusal of the rules, where the page has words for it; `null` where it was done. */
  private async refusalOf(done: Promise<unknown>): Promise<FormShown['refused']> {
    try {
      await done;
      return null;
    } catch (error) {
      const refused = error instanceof Rejected ? whyNot[error.code] : undefined;
      if (refused === undefined) throw error;
      return refused;
    }
  }

  private async done(id: string, civicEventId: string, lang: Language): Promise<Html> {
    const { state } = (await this.registrations.get(id, civicEventId)).body;
    const isPending = state === 'pending-confirmation';
    const own = isPending ? null : `${registrationPage(id, this.tokens.manage.of(id))}?lang=${lang}`;
    const { occasion } = await this.about(civicEventId);
    return new Html(registrationDone({ lang, civicEventId, occasion }, state, own));
  }

  private async form(civicEventId: string, lang: Language, stated: Stated) {
    return registrationForm({ lang, civicEventId, ...(await this.about(civicEventId)), ...stated });
  }

  /** The civic event as it was announced, and whom people may take part as. Throws `Unknown`. */
  private async about(civicEventId: string) {
    const [{ state }, { entries }] = await Promise.all([
      this.aggregates.load(civicEvent, civicEventId),
      this.taxonomies.current('attendance-categories'),
    ]);
    const occasion = announcementOf(shownEvent(state, false));
    return { occasion, categories: entries.filter(({ retired }) => !retired) };
  }
}
