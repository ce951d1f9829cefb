import { fold, type DomainEvent, type Opened } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import { petitionDecider } from '../petition/rules/petition.decider.js';
import { petitionEvents, type PetitionEvent } from '../petition/petition.events.js';
import { file as photo, later, officer, registered, samples, sealed } from '../petition/petition.samples.js';
import { requirePetition } from '../petition/petition.state.js';
import { event } from '../testing/petition-given.js';
import type { CaseFact, CaseFile } from './case-file.js';
import { caseFilePdf } from './case-file-pdf.js';
import { sentences } from './events.js';
import { outlineOf } from './outline.js';

const named = '864e2da3-9c06-4b6e-a0e3-3f0b4e3c7d11';
const unknown = '0a1b2c3d-9c06-4b6e-a0e3-3f0b4e3c7d11';
const languages = ['ro', 'en'] as const;

/** Opens what samples seal. */
function open(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(open);
  if ('codec' in value && 'value' in value) return value.value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, open(inner)]));
}

const opened = <T>(value: T): Opened<T> => open(value) as Opened<T>;

function fileOf(events: readonly PetitionEvent[], more: Partial<CaseFile> = {}): CaseFile {
  const state = requirePetition(fold(petitionDecider, events as readonly DomainEvent[] as never));
  const facts = events.map((one, index) => ({
    ...(opened(one) as CaseFact),
    version: index + 1,
    recordedAt: later,
    actor: index % 2 === 0 ? `officer:${officer}` : 'policy:petition-is-due-soon',
  }));
  return {
    state: opened(state),
    facts,
    asOf: null,
    deadlineState: state.deadlineState,
    legallyMissed: state.legallyMissed,
    names: {
      category: { ro: 'Iluminat public', en: 'Street lighting' },
      departments: { 'public-works': { ro: 'Lucrări publice' } },
      officers: { [officer]: 'Dan Exemplu' },
      keys: { [named]: 'registratura' },
    },
    earlier: null,
    ...more,
  };
}

/** Every text of an outline. */
const textsOf = (file: CaseFile, lang: (typeof languages)[number] = 'ro'): string =>
  JSON.stringify(outlineOf(file, lang));

const types = Object.keys(samples) as PetitionEvent['type'][];
/** A petition to which everything happened once, in the order of the samples. */
const whole = types.map((type) => event(type, type === 'AttachmentRemoved' ? { fileId: photo.id } : {}));

describe('the whole file of a petition', () => {
  it.each(languages)('has words for every event there is (%s)', (lang) => {
    expect(Object.keys(petitionEvents.types).filter((type) => !(type in sentences[lang]))).toEqual([]);
  });

  it('tells every personal value that is on record, once it is opened', () => {
    const told = textsOf(fileOf(whole));
    const envelopes = [...JSON.stringify(whole.map(({ data }) => data)).matchAll(/"codec":"plain","value":"([^"]*)"/g)];
    expect(envelopes.length).toBeGreaterThan(20);
    for (const [, value = ''] of envelopes) expect([value, told.includes(value)]).toEqual([value, true]);
  });

  it.each(['matter', 'petitioner'] as const)(
    'names the number of a petition that is joined as %s’s where it is the petitioner’s own only',
    (as) => {
      const others = { as, told: null, reason: null };
      const told = textsOf(fileOf([registered, event('PetitionJoined', others), event('OtherPetitionJoined', { as })]));
      for (const number of [samples.PetitionJoined.mainNumber, samples.OtherPetitionJoined.number])
        expect([number, told.includes(number)]).toEqual([number, as === 'petitioner']);
      expect(told.includes('ale altor persoane')).toBe(as === 'matter');
    },
  );

  it('lists each document with its hash, once, and says which was removed, when and why', () => {
    const sentBack = event('MessageAdded', { attachments: [{ ...photo, id: officer, name: sealed('plan.pdf') }] });
    const removed = event('AttachmentRemoved', { fileId: photo.id });
    const { blocks } = outlineOf(fileOf([registered, sentBack, removed]), 'ro');
    const table = blocks.filter((block) => block.kind === 'table').at(-1);
    expect(table?.rows).toEqual([
      ['1', 'fotografie.jpg', 'petiție', 'image/jpeg', '48213', 'eliminat', photo.sha256],
      ['2', 'plan.pdf', 'mesajul din 10 martie 2026', 'image/jpeg', '48213', 'păstrat', photo.sha256],
    ]);
    const told = JSON.stringify(blocks);
    expect(told).toContain('Documentul nr. 1 a fost eliminat la 10 martie 2026, ora 10:00.');
    expect(told).toContain('Se vede o persoană.');
  });

  it('keeps what was proposed, and an answer that something else took the place of', () => {
    const prepared = event('AnswerPrepared', { text: sealed('Un răspuns sintetic care a rămas.') });
    const answered = event('PetitionAnswered');
    const told = textsOf(fileOf([registered, event('AnswerProposed'), prepared, event('AnswerPrepared'), answered]));
    expect(told).toContain('care nu a fost trimis');
    for (const text of ['Becul se schimbă joi.', 'Un răspuns sintetic care a rămas.', 'Becul a fost schimbat.'])
      expect([text, told.split(text).length]).toEqual([text, 2]);
  });

  it('shows who was erased as erased', () => {
    const file = fileOf([registered]);
    const { content } = file.state;
    const erased = { ...file, state: { ...file.state, content: { ...content, text: null } } };
    expect(textsOf(erased)).toContain('[șters]');
    expect(textsOf(file)).not.toContain('[șters]');
  });

  it.each([
    [`key:${named}`, 'cheia „registratura”', 'the key “registratura”'],
    [`key:${unknown}`, 'o cheie a instituției (0a1b2c3d)', 'a key of the institution (0a1b2c3d)'],
    [`officer:${officer}`, 'Dan Exemplu', 'Dan Exemplu'],
  ])('names who did something as a person reads it: %s', (actor, ro, en) => {
    const file = fileOf([registered]);
    const by = { ...file, facts: file.facts.map((fact) => ({ ...fact, actor })) };
    for (const [lang, who] of [
      ['ro', ro],
      ['en', en],
    ] as const) {
      const { blocks } = outlineOf(by, lang);
      const [history] = blocks.filter((block) => block.kind === 'table');
      expect(history?.rows.map((row) => row.at(-1))).toEqual([who]);
      expect(JSON.stringify(blocks)).not.toContain(named);
    }
  });

  it('counts examinations as the law has them, the first and those again', () => {
    expect(textsOf(fileOf([registered]))).toContain('prima examinare');
    const again = event('PetitionReopened', { round: 2 });
    const told = textsOf(fileOf([registered, event('PetitionAnswered'), again]));
    expect(told).toContain('Răspunsul la prima examinare');
    expect(told).toContain('reexaminarea 1');
    expect(told.toLowerCase()).not.toContain('runda');
  });

  it('says as of when it is, and where both dates stand', () => {
    const asOf = '2026-04-01T22:00:00.000Z';
    const told = textsOf(fileOf([registered], { asOf, deadlineState: 'overdue' }), 'en');
    expect(told).toContain('"As it stood on","April 2, 2026, at 01:00"');
    expect(told).toContain('April 1, 2026; overdue');
    expect(told).toContain('April 2, 2026; not over');
    expect(textsOf(fileOf([registered], { deadlineState: 'overdue', legallyMissed: true }), 'en')).toContain(
      'April 2, 2026; missed',
    );
  });

  it.each(languages)('is the same bytes for the same state, also where it is long (%s)', async (lang) => {
    const long = event('MessageAdded', { text: sealed('Un rând sintetic, destul de lung.\n'.repeat(300)) });
    const file = fileOf([...whole, long]);
    const pdf = await caseFilePdf(file, lang, 'Primăria Exemplului');
    expect(pdf.subarray(0, 8).toString()).toBe('%PDF-1.7');
    expect((await caseFilePdf(file, lang, 'Primăria Exemplului')).equals(pdf)).toBe(true);
  });
});
