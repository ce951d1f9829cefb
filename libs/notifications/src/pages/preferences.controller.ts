import { language, type Language } from '@ecou/contracts';
import { Personal, Rejected, Vault, type CommandContext } from '@ecou/event-sourcing';
import {
  AcceptsForm,
  Aggregates,
  Context,
  faultsOf,
  Html,
  Ignores,
  Limited,
  linkQuery,
  LinkRoute,
  type LinkQuery,
  ReadsPersonal,
} from '@ecou/runtime';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Links } from '../subscribers/links/links.js';
import { chatConsent } from '../subscribers/subscriber/chat-consents.js';
import { masked } from '../subscribers/subscriber/channels.js';
import { ConsentTextsReader } from '../subscribers/consent-texts/consent-texts.reader.js';
import { preferences as form } from '../subscribers/subscriber/preferences.js';
import { subscriber } from '../subscribers/subscriber/subscriber.aggregate.js';
import { SubscriberCommand } from '../subscribers/subscriber/subscriber.command.js';
import { topic } from '../subscribers/subscriber/subscriber.events.js';
import { subscriptionBounds } from '../subscribers/subscriber/subscriber.schemas.js';
import { topicsIn, type Address } from '../subscribers/subscriber/subscriber.state.js';
import { topicLabels } from '../subscribers/topic/topic-label.js';
import { preferencesPage, type ShownPreferences } from './preferences-page.js';
import { words } from './preferences-words.js';
import { invalidLink } from './token-pages.js';

const tokenParams = z.strictObject({ token: z.string().max(200) });
type Token = z.output<typeof tokenParams>;

const timeOrNone = z.union([z.literal(''), form.shape.quiet.unwrap().shape.from]).optional();

/** A box that is ticked has the name of its topic; `place-2` is the place of the second address in the order. */
const preferencesForm = z
  .object({
    language,
    schedule: form.shape.schedule.optional(),
    hour: z.coerce.number().pipe(form.shape.hour).default(8),
    weekday: z.coerce.number().pipe(form.shape.weekday).default(1),
    quietFrom: timeOrNone,
    quietTo: timeOrNone,
    timeZone: form.shape.timeZone.default('Europe/Bucharest'),
    fallback: z.literal('on').optional(),
  })
  .catchall(z.string().regex(/^(on|[1-9][0-9]?)$/))
  .refine(({ quietFrom = '', quietTo = '' }) => (quietFrom === '') === (quietTo === ''), {
    path: ['quietTo'],
    error: 'Quiet hours have a beginning and an end, or neither',
    params: { code: 'QUIET_HOURS_OPEN' },
  })
  .meta({
    id: 'PreferencesForm',
    example: {
      ...{ 'series:consultation-sessions': 'on', language: 'ro', schedule: 'daily', hour: '8', weekday: '1' },
      ...{ quietFrom: '22:00', quietTo: '08:00', timeZone: 'Europe/Bucharest', fallback: 'on', 'place-1': '1' },
    },
  });
type Form = z.output<typeof preferencesForm>;

const addForm = z
  .strictObject({
    email: z.string().trim().max(1000).default(''),
    agree: z.literal('on').optional().describe('The consent to the text.'),
  })
  .meta({ id: 'AddressForm', example: { email: 'ana.acasa@example.ro', agree: 'on' } });
const rightAddress = z.object({ email: z.email().max(254), agree: z.literal('on') });

const removeParams = tokenParams.extend({ number: z.coerce.number().int().min(1).max(1000) });

/** The times that the form says; `null` where it is one that shows topics and language only. */
const whenOf = ({ schedule, hour, weekday, quietFrom, quietTo, timeZone, fallback }: Form) =>
  schedule === undefined
    ? null
    : {
        ...{ schedule, hour, weekday, timeZone, fallback: fallback === 'on' },
        quiet: !quietFrom || !quietTo ? null : { from: quietFrom, to: quietTo },
      };

const place = /^place-([1-9][0-9]{0,3})$/;

/** Numbers of the addresses, by the places that were chosen for them. */
function orderOf(fields: Form): number[] {
  const chosen = Object.entries(fields).flatMap(([name, value]) => {
    const [, number] = place.exec(name) ?? [];
    return number === undefined ? [] : [{ number: Number(number), place: Number(value) }];
  });
  return chosen.sort((a, b) => a.place - b.place).map(({ number }) => number);
}

/** The page on which somebody sees and changes what they are told of, when and where. Whoever has the link may: it stands in their messages. */
@ApiTags('Pages behind links')
@Controller('notifications/v1/preferences')
export class PreferencesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: Aggregates,
    private readonly links: Links,
    private readonly vault: Vault,
    private readonly texts: ConsentTextsReader,
  ) {}

  @Get(':token')
  @ReadsPersonal({ byLink: true })
  @LinkRoute('What somebody is told of, when and where')
  show(@Param({ schema: tokenParams }) { token }: Token, @Query({ schema: linkQuery }) { lang }: LinkQuery) {
    return this.page(token, lang, {});
  }

  @Post(':token')
  @AcceptsForm()
  @LinkRoute('Leave topics, choose the language, and when and where to be told')
  choose(
    @Param({ schema: tokenParams }) { token }: Token,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
    @Body({ schema: preferencesForm }) fields: Form,
    @Context() context: CommandContext,
  ) {
    const topics = Object.entries(fields).flatMap(([name, value]) =>
      value === 'on' && topic.safeParse(name).success ? [name] : [],
    );
    const [preferences, order] = [whenOf(fields), orderOf(fields)];
    const command = { type: 'ChoosePreferences', topics, language: fields.language, preferences, order } as const;
    return this.change(token, lang, { ...command, at: context.now }, context, 'saved');
  }

  @Post(':token/addresses')
  @AcceptsForm()
  @Limited('subscriptions', subscriptionBounds)
  @Ignores('Idempotency-Key', 'If-Match')
  @LinkRoute('Add an address; a message whose link confirms it goes there')
  async add(
    @Param({ schema: tokenParams }) { token }: Token,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
    @Body({ schema: addForm }) { email: typed, agree }: z.output<typeof addForm>,
    @Context() context: CommandContext,
  ) {
    const right = rightAddress.safeParse({ email: typed, agree });
    const shownIn = lang ?? 'ro';
    if (!right.success) {
      return this.page(token, lang, { faults: faultsOf(right.error, words[shownIn].rules), typed }, 400);
    }
    const { version, text } = await this.texts.current();
    const consent = { text: text[shownIn], version, how: 'page', reference: null } as const;
    const address = new Personal(right.data.email);
    const command = { type: 'AddAddress', channel: 'email', address, language: null, consent } as const;
    return this.change(token, lang, { ...command, at: context.now }, context, 'added');
  }

  @Post(':token/addresses/:number/remove')
  @AcceptsForm()
  @LinkRoute('Remove an address')
  remove(
    @Param({ schema: removeParams }) { token, number }: z.output<typeof removeParams>,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
    @Context() context: CommandContext,
  ) {
    return this.change(token, lang, { type: 'RemoveAddress', number, how: 'page', at: context.now }, context, 'saved');
  }

  @Post(':token/end')
  @AcceptsForm()
  @LinkRoute('Leave everything')
  end(
    @Param({ schema: tokenParams }) { token }: Token,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'EndSubscription', topics: 'all', how: 'page', at: context.now } as const;
    return this.change(token, lang, command, context, 'left');
  }

  /** Carries it out, and shows the page with what came of it. */
  private async change(
    token: string,
    lang: LinkQuery['lang'],
    command: SubscriberCommand['command'],
    context: CommandContext,
    done: 'saved' | 'added' | 'left',
  ) {
    const link = this.links.tokens.read('preferences', token);
    if (!link) return notFound(lang);
    try {
      await this.commands.execute(new SubscriberCommand(link.id, command, context));
    } catch (error) {
      const refusal = error instanceof Rejected ? refusalOf(error.code, lang ?? 'ro') : undefined;
      if (refusal === undefined) throw error;
      return this.page(token, lang, { said: refusal }, 409);
    }
    return this.page(token, lang, { done });
  }

  private async page(
    token: string,
    wished: LinkQuery['lang'],
    { done, ...shown }: Partial<ShownPreferences> & { readonly done?: 'saved' | 'added' | 'left' },
    status = 200,
  ) {
    const link = this.links.tokens.read('preferences', token);
    if (!link) return notFound(wished);
    const { state } = await this.aggregates.load(subscriber, link.id);
    const { preferences } = state;
    const lang = wished ?? state.language;
    const labels = (topics: readonly string[]) => topicLabels(this.aggregates.store, topics, lang);
    const page = preferencesPage(lang, {
      path: `/notifications/v1/preferences/${token}`,
      topics: await labels(topicsIn(state, 'confirmed')),
      language: state.language,
      preferences,
      addresses: await Promise.all(state.addresses.map((address) => this.shown(address, lang))),
      ledger: await Promise.all(state.ledger.map(async (entry) => ({ ...entry, labels: await labels(entry.topics) }))),
      consent: (await this.texts.current()).text[lang],
      telegram: this.telegram(link.id, lang),
      said: done === undefined ? null : words[lang][done],
      faults: {},
      typed: '',
      ...shown,
    });
    return new Html(page, undefined, status);
  }

  private telegram(id: string, lang: Language): ShownPreferences['telegram'] {
    const consent = chatConsent(lang);
    const href = this.links.chat(id, consent.code);
    return href === undefined ? null : { href, consent };
  }

  private async shown({ number, channel, address, confirmed, stopped }: Address, lang: Language) {
    const plain = await this.vault.open(address);
    const shown = plain === undefined ? words[lang].erased : masked(channel, plain);
    return { number, masked: shown, confirmed, stopped: stopped?.reason ?? null };
  }
}

const refusalOf = (code: string, lang: Language): string | undefined =>
  (words[lang].refused as Readonly<Record<string, string>>)[code];

const notFound = (lang: LinkQuery['lang']) => new Html(invalidLink(lang ?? 'ro'), undefined, 404);
