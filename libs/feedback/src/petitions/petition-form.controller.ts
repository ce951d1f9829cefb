import { randomUUID } from 'node:crypto';
import { language, type Language } from '@ecou/contracts';
import { Invalid, Personal, Rejected, type CommandContext } from '@ecou/event-sourcing';
import {
  AcceptsForm,
  Context,
  faultsOf,
  Html,
  Ignores,
  Limited,
  linkQuery,
  LinkRoute,
  text,
  Prefers,
  type FieldFaults,
  type LinkQuery,
} from '@ecou/runtime';
import { Body, Controller, Get, Post, Query, UseFilters } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { petitionBounds, type RegisterBody } from './petition/petition.schemas.js';
import { PetitionCommand } from './petition/verbs/petition.command.js';
import { PetitionFormFilter } from './status/petition-form.filter.js';
import { nothingTyped, petitionSent, petitionWords, sentKinds } from './status/petition-form.js';
import { PetitionForms } from './status/petition-forms.js';
import { PetitionReceiptReader } from './views/petition-receipt.reader.js';

const typed = z.string().trim().max(20_000).default('');

/** The form as it came: where it is not right, the page says so and shows it again. */
const formBody = z
  .strictObject({
    id: z.uuid().optional().describe('So that the form sent twice is one petition.'),
    lang: language.default('ro').describe('Of the page, and of the answer.'),
    kind: typed.describe('`request`, `complaint`, `report` or `suggestion`.'),
    category: typed.describe('Code of a category of the directory.'),
    text: typed,
    place: typed.describe('Where the matter is.'),
    name: typed,
    email: typed,
    address: typed,
  })
  .meta({
    id: 'PetitionForm',
    example: {
      ...{ kind: 'complaint', category: 'street-lighting', text: 'O lampă este stinsă în fața școlii.' },
      ...{ name: 'Ana Exemplu', email: 'ana@example.ro', lang: 'ro' },
    },
  });

const rightForm = z.object({
  kind: z.enum(sentKinds),
  category: z.string().min(1),
  text: text(10_000),
  place: z.string().max(300),
  name: text(200),
  email: z.email().max(300),
  address: z.string().max(300),
});
type Right = z.output<typeof rightForm>;

/** The petition that a form asks to be registered. */
function contentOf({ kind, category, text, place, name, email, address }: Right, lang: Language): RegisterBody {
  return {
    kind,
    channel: 'web',
    category,
    language: lang,
    petitioner: {
      name: new Personal(name),
      channel: 'email',
      contact: new Personal(email),
      address: address === '' ? null : new Personal(address),
    },
    text: new Personal(text),
    place: place === '' ? null : new Personal({ position: null, address: place }),
    about: { facilityId: null, civicEventId: null },
    attachments: [],
  };
}

/** The page on which somebody sends a petition. */
@ApiTags('Petitions')
@Controller('feedback/v1/petition-form')
@UseFilters(PetitionFormFilter)
export class PetitionFormController {
  constructor(
    private readonly commands: CommandBus,
    private readonly forms: PetitionForms,
    private readonly receipts: PetitionReceiptReader,
  ) {}

  @Get()
  @LinkRoute('A form that sends a petition')
  async show(@Query({ schema: linkQuery }) { lang = 'ro' }: LinkQuery) {
    return new Html(await this.forms.page(lang, { id: randomUUID(), typed: nothingTyped, faults: {} }));
  }

  @Post()
  @AcceptsForm()
  @Limited('petitions', petitionBounds)
  @Ignores('Idempotency-Key', 'If-Match')
  @LinkRoute('Send a petition, by a form')
  async send(
    @Body({ schema: formBody }) { id = randomUUID(), lang, ...given }: z.output<typeof formBody>,
    @Context() context: CommandContext,
    @Prefers('text/html') prefersPage: boolean,
  ) {
    const again = async (faults: FieldFaults) =>
      new Html(await this.forms.page(lang, { id, typed: given, faults }), undefined, 400);
    const { rules } = petitionWords[lang];
    const right = rightForm.safeParse(given);
    if (!right.success) return again(faultsOf(right.error, rules));
    try {
      const command = { type: 'RegisterPetition', content: contentOf(right.data, lang) } as const;
      const registered = await this.commands.execute(new PetitionCommand(id, command, context));
      return new Html(petitionSent(lang, await this.receipts.receipt(registered.id)));
    } catch (error) {
      if (error instanceof Invalid && error.path[0] === 'category') return again({ category: rules.category });
      if (!prefersPage || !(error instanceof Rejected) || error.code !== 'PETITION_EXISTS') throw error;
      const other = { id: randomUUID(), typed: given, faults: {}, note: petitionWords[lang].another };
      return new Html(await this.forms.page(lang, other), undefined, 409);
    }
  }
}
