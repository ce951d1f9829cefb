import { describe, expect, it } from '@jest/globals';
import type { Outgoing } from '../channel.js';
import type { ProviderOutcome } from '../provider/provider-outcome.js';
import type { CloudMessage } from './cloud-api.js';
import { WhatsAppChannel } from './whatsapp-channel.js';

const outgoing: Outgoing = {
  id: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34',
  name: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34.1',
  to: '+40700000001',
  language: 'ro',
  purpose: 'report-published',
  content: {
    subject: 'Știri  pentru\nțară',
    paragraphs: ['Un text lung.'],
    action: { label: 'Citiți', href: 'https://example.ro/r/1' },
    notes: [],
  },
  text: '',
  unsubscribe: 'https://example.ro/u/1',
  date: '2026-03-01T10:00:00.000Z',
};
const sent: ProviderOutcome = { kind: 'sent', reference: null };

/** A channel whose provider answers this in turn, and what it got. */
function channelOf(heardAt: string | null, ...outcomes: ProviderOutcome[]) {
  const taken: CloudMessage[] = [];
  const send = (message: CloudMessage) => Promise.resolve((taken.push(message), outcomes.shift() ?? sent));
  const templates = { news: 'ecou_news', notice: 'ecou_notice' };
  const lastHeardFrom = () => Promise.resolve(heardAt);
  const channel = new WhatsAppChannel({ api: { send }, sender: { institution: 'Primăria' }, templates, lastHeardFrom });
  return { channel, taken };
}
const templateIn = ({ content }: CloudMessage) => (content.type === 'template' ? content.template : undefined);

describe('WhatsApp', () => {
  it('takes a template with four words: who writes, what of, where to read on, how to stop it', async () => {
    const { channel, taken } = channelOf(null);
    expect(await channel.send(outgoing)).toMatchObject({ kind: 'sent', reference: null });
    const words = ['Primăria', 'Știri pentru țară', 'https://example.ro/r/1', 'https://example.ro/u/1'];
    expect(taken).toMatchObject([{ to: outgoing.to, name: outgoing.name }]);
    expect(taken.map(templateIn)).toEqual([
      {
        ...{ name: 'ecou_news', language: { code: 'ro' } },
        components: [{ type: 'body', parameters: words.map((text) => ({ type: 'text', text })) }],
      },
    ]);
  });

  it('takes another of three for what cannot be left, in the language of the message', async () => {
    const { channel, taken } = channelOf(null);
    await channel.send({ ...outgoing, unsubscribe: null, language: 'en' });
    const [template] = taken.map(templateIn);
    expect(template).toMatchObject({ name: 'ecou_notice', language: { code: 'en' } });
    expect(template?.components[0]?.parameters).toHaveLength(3);
  });

  it('takes the whole text within a day after its reader wrote', async () => {
    const { channel, taken } = channelOf('2026-02-28T12:00:00.000Z');
    await channel.send(outgoing);
    expect(taken.map(({ content }) => content)).toEqual([
      {
        type: 'text',
        text: { body: expect.stringContaining('Un text lung.\n\nCitiți:\nhttps://example.ro/r/1'), preview_url: false },
      },
    ]);
  });

  it('takes the template after that day', async () => {
    const { channel, taken } = channelOf('2026-02-28T09:59:00.000Z');
    await channel.send(outgoing);
    expect(taken.map(({ content }) => content.type)).toEqual(['template']);
  });

  it('takes the template where the provider says that the day is over', async () => {
    const over: ProviderOutcome = { kind: 'operator', reason: 'WHATSAPP_131047' };
    const { channel, taken } = channelOf('2026-03-01T09:00:00.000Z', over, sent);
    expect(await channel.send(outgoing)).toMatchObject({ kind: 'sent' });
    expect(taken.map(({ content }) => content.type)).toEqual(['text', 'template']);
  });

  it('gets nothing a second time where nobody knows what became of the first', async () => {
    const { channel, taken } = channelOf('2026-03-01T09:00:00.000Z', { kind: 'uncertain', reason: 'TimeoutError' });
    expect(await channel.send(outgoing)).toEqual({ kind: 'unknown' });
    expect(taken).toHaveLength(1);
  });
});
