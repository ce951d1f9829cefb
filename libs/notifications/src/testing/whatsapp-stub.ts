import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { ProviderStub, type Answered, type Asked } from './provider-stub.js';

const common = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').optional(),
  to: z.string().regex(/^\+?[1-9]\d{6,14}$/),
  biz_opaque_callback_data: z.string().max(512).optional(),
};
const templateMessage = z.strictObject({
  ...common,
  type: z.literal('template'),
  template: z.strictObject({
    name: z.string(),
    language: z.strictObject({ code: z.string(), policy: z.literal('deterministic').optional() }),
    components: z
      .array(
        z.strictObject({
          type: z.enum(['header', 'body']),
          parameters: z.array(z.strictObject({ type: z.literal('text'), text: z.string().min(1) })),
        }),
      )
      .optional(),
  }),
});
const textMessage = z.strictObject({
  ...common,
  type: z.literal('text'),
  text: z.strictObject({ body: z.string().min(1).max(4_096), preview_url: z.boolean().optional() }),
});

/** Fields of a message in the Cloud API's public documentation; a name that is not there is refused, so that a misspelt one is found. */
const anyMessage = z.discriminatedUnion('type', [templateMessage, textMessage]);
type Message = z.output<typeof anyMessage>;

/** The Cloud API of WhatsApp, from its public documentation: `POST /<version>/<id of the number>/messages`, what it asks for and what it refuses. */
export class WhatsAppStub extends ProviderStub {
  readonly phoneNumberId = '100000000000002';
  readonly token = 'EAAsynthetic';
  readonly appSecret = '0123456789abcdef0123456789abcdef';
  readonly verifyToken = 'synthetic-verify-token';
  /** Numbers that are not on WhatsApp; those whose owners wrote within 24 hours. */
  readonly unknown = new Set<string>();
  readonly heard = new Set<string>();
  /** Approved templates, by `<name>/<language>`, with the number of their parameters. */
  readonly templates = new Map<string, number>();

  constructor() {
    super();
    for (const language of ['ro', 'en']) {
      this.templates.set(`ecou_news/${language}`, 4);
      this.templates.set(`ecou_notice/${language}`, 3);
    }
  }

  /** The words of templates that it took for a number, in order; of a free text its body alone. */
  wordsTo(number: string): string[][] {
    return this.taken.filter(({ to }) => to === number).map(({ words }) => words as string[]);
  }

  /** The name under which reports speak of the last message to a number. */
  nameTo(number: string): string {
    return String(this.taken.findLast(({ to }) => to === number)?.['name']);
  }

  protected answer({ method, path, headers, body }: Asked): Answered {
    if (headers.authorization !== `Bearer ${this.token}`) return refused(401, 190, 'Invalid OAuth access token');
    if (path !== `/v26.0/${this.phoneNumberId}/messages` || method !== 'POST')
      return refused(400, 33, 'Unsupported post request');
    if (headers['content-type'] !== 'application/json')
      return refused(400, 100, 'The parameter messaging_product is required');
    const { data, error } = anyMessage.safeParse(JSON.parse(body));
    if (!data)
      return refused(400, 100, `Invalid parameter: ${error.issues.map(({ path: at }) => at.join('.')).join()}`);
    return this.faultOf(data) ?? this.take(data);
  }

  private faultOf(message: Message): Answered | undefined {
    if (this.unknown.has(message.to)) return refused(400, 131026, 'Message undeliverable');
    if (message.type === 'template') return this.templateFault(message.template);
    return this.heard.has(message.to) ? undefined : refused(400, 131047, 'Re-engagement message');
  }

  private templateFault({ name, language, components = [] }: z.output<typeof templateMessage>['template']) {
    const expected = this.templates.get(`${name}/${language.code}`);
    if (expected === undefined) return refused(404, 132001, 'Template name does not exist in the translation');
    const words = components.flatMap(({ parameters }) => parameters.map(({ text }) => text));
    if (words.length !== expected) return refused(400, 132000, 'Number of parameters does not match');
    const isOff = words.some((word) => /[\n\t]| {5}/.test(word));
    if (isOff) return refused(400, 132018, 'Param text cannot have new-line/tab characters or more than 4 spaces');
    return words.join('').length > 1_024 ? refused(400, 132005, 'Translated text too long') : undefined;
  }

  private take(message: Message): Answered {
    const { to, biz_opaque_callback_data: name } = message;
    const words =
      message.type === 'text'
        ? [message.text.body]
        : (message.template.components ?? []).flatMap(({ parameters }) => parameters.map(({ text }) => text));
    this.taken.push({ to, name, words, kind: message.type });
    const [input, id] = [to, `wamid.${Buffer.from(`${to}/${this.taken.length}`).toString('base64')}`];
    const contacts = [{ input, wa_id: to.replace('+', '') }];
    return { status: 200, body: { messaging_product: 'whatsapp', contacts, messages: [{ id }] } };
  }

  /** A notification about this number, as it is sent: its text, and the headers with its signature. */
  notification(value: object, secret = this.appSecret) {
    const metadata = { display_phone_number: '40310000000', phone_number_id: this.phoneNumberId };
    const change = { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } };
    const entry = [{ id: '100000000000001', changes: [change] }];
    const text = JSON.stringify({ object: 'whatsapp_business_account', entry });
    const signature = createHmac('sha256', secret).update(text).digest('hex');
    return {
      text,
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    };
  }

  /** The status of the last message to a number, as it stands in a notification. */
  statusOf(number: string, status: 'sent' | 'delivered' | 'read' | 'failed', code?: number): object {
    const errors = code === undefined ? {} : { errors: [{ code, title: 'x', message: 'x' }] };
    const [recipient, name] = [number.replace('+', ''), this.nameTo(number)];
    return {
      statuses: [
        {
          ...{ id: 'wamid.c3ludGhldGlj', status, timestamp: '1709287200' },
          ...{ recipient_id: recipient, biz_opaque_callback_data: name, ...errors },
        },
      ],
    };
  }
}

const refused = (status: number, code: number, message: string): Answered => ({
  status,
  body: {
    error: {
      ...{ message: `(#${code}) ${message}`, type: 'OAuthException', code, fbtrace_id: 'synthetic' },
      error_data: { messaging_product: 'whatsapp', details: message },
    },
  },
});
