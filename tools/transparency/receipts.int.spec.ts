import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Leaf, Receipt } from '@ecou/runtime/receipts';
import { Town, type PetitionAnswer } from './town.ts';

/** Five petitions, eleven answers by ballot, and a consultation with a correction, two decisions and a report. */
const [petitions, ballots, others] = [5, 11, 4];
const all = petitions + ballots + others;

let town: Town;
const receipts: Receipt[] = [];
let answered: PetitionAnswer;

beforeAll(async () => {
  town = await Town.start();
  for (let n = 0; n < petitions; n += 1) {
    answered = await town.petition(`Lampa ${n} este stinsă.`);
    receipts.push(answered.receipt);
  }
  for (let n = 0; n < ballots; n += 1) receipts.push(await town.ballot());
  await town.consultation();
  await town.closeBallots();
  await town.signed(all);
});
afterAll(() => town.stop());

interface Proof {
  readonly index: number;
  readonly checkpoint: string;
}

interface Registration {
  readonly position: number;
  readonly leaf: Leaf;
}

const proofOf = async ({ leafHash }: Pick<Receipt, 'leafHash'>): Promise<Proof> =>
  (await town.log(`/inclusion?leaf=${leafHash}`)).body;

describe('a receipt', () => {
  it('is in the answer to a petition, and says what was registered', () => {
    expect(answered.receipt).toMatchObject({
      format: 'ecou-receipt/v1',
      leaf: { kind: 'petition', number: answered.number, registeredAt: answered.registeredAt },
      record: { text: 'Lampa 4 este stinsă.', petitioner: { name: 'Ana Exemplu' } },
    });
    expect(JSON.stringify(answered.receipt.leaf)).not.toMatch(/Ana|Lampa/);
  });

  it('is behind the link of the petition, too: the same, and as a page to be printed in both languages', async () => {
    const { pathname, searchParams } = new URL(answered.statusUrl);
    const path = `${pathname}/receipt?token=${searchParams.get('token')}`;
    expect((await town.test.visitor.get(path)).body).toEqual(answered.receipt);
    for (const [lang, title] of [
      ['ro', 'Dovada înregistrării'],
      ['en', 'Proof of registration'],
    ]) {
      const { body } = await town.test.visitor.get(`${path}&lang=${lang}&format=html`);
      expect(body).toContain(`${title} ${answered.number}`);
      expect(body).toContain('<svg');
      expect(body).toContain(answered.receipt.leaf.commitment);
    }
    expect((await town.test.visitor.get(`${pathname}/receipt?token=${'A'.repeat(22)}`)).status).toBe(404);
  });

  it('is checked offline, each of them, by one file in a directory without network', async () => {
    for (const receipt of receipts) {
      const file = town.file('receipt.json', { ...receipt, proof: await proofOf(receipt) });
      const verdict = await town.verifyOffline(
        file,
        '--key',
        receipt.log.promiseKeys[0]!,
        '--key',
        receipt.log.checkpointKeys[0]!,
      );
      expect(verdict).toEqual({ code: 0, output: expect.not.stringContaining('?') });
      expect(verdict.output.match(/^ok/gm)).toHaveLength(4);
    }
  });

  it('says what it could not check: without a proof, and without keys that were had elsewhere', async () => {
    const { code, output } = await town.verify(town.file('receipt.json', receipts[0]!));
    expect(code).toBe(0);
    expect(output.match(/^\?/gm)).toHaveLength(2);
  });

  it('is refused where anything in it was changed', async () => {
    const [first, second] = receipts as [Receipt, Receipt];
    const whole = { ...first, proof: await proofOf(first) };
    const changed: Record<string, object> = {
      words: { ...whole, record: { ...whole.record, text: 'Alt text' } },
      number: { ...whole, leaf: { ...whole.leaf, number: '2026-999999' } },
      time: { ...whole, leaf: { ...whole.leaf, registeredAt: '2020-01-01T00:00:00.000Z' } },
      salt: { ...whole, salt: 'A'.repeat(22) },
      promise: { ...whole, promise: second.promise },
      proof: { ...whole, proof: { ...whole.proof, index: whole.proof.index + 1 } },
      another: { ...whole, proof: await proofOf(second) },
      checkpoint: {
        ...whole,
        proof: { ...whole.proof, checkpoint: whole.proof.checkpoint.replace(/\n\d+\n/, '\n21\n') },
      },
    };
    for (const [what, receipt] of Object.entries(changed)) {
      const { code, output } = await town.verify(town.file('changed.json', receipt));
      expect([what, code, output]).toEqual([what, 1, expect.stringContaining('BAD')]);
    }
  });

  it('of staff is answered to those who read events', async () => {
    const { body: list } = await town.test.visitor.get('/events/v1/registrations');
    const items = list.items as Registration[];
    expect(items.map(({ leaf }) => leaf.kind).sort()).toEqual([
      ...['attendance-correction', 'recommendation-decision', 'recommendation-decision', 'report'],
    ]);
    for (const { position, leaf } of items) {
      const path = `/events/v1/registrations/${position}/receipt`;
      expect((await town.test.visitor.get(path)).status).toBe(401);
      const { body } = await town.test.api.get(path);
      expect(body.leaf).toEqual(leaf);
      const verdict = await town.verify(town.file('staff.json', { ...body, proof: await proofOf(body) }));
      expect([verdict.output, verdict.code]).toEqual([expect.any(String), 0]);
    }
  });

  it('of a ballot names neither number nor time, and a repeat gets none once it was recorded', () => {
    const [ballot] = receipts.slice(petitions);
    expect(ballot?.leaf).toEqual({ kind: 'ballot', number: null, registeredAt: null, commitment: expect.any(String) });
    expect(Object.keys(ballot!.record).sort()).toEqual(['answers', 'language', 'questionnaireId']);
  });
});

describe('the public log', () => {
  it('is found right by an audit from another process, which keeps what it saw', async () => {
    for (const round of [1, 2]) {
      const { code, output } = await town.audit('kept');
      expect([round, code, output]).toEqual([round, 0, expect.stringContaining(`The log signed ${all} leaves`)]);
    }
  });

  it('proves that it went on from each size', async () => {
    for (let from = 0; from <= all; from += 1) {
      const { status, body } = await town.log(`/consistency?from=${from}`);
      expect([status, body.to]).toEqual([200, all]);
    }
    expect((await town.log(`/consistency?from=${all + 1}`)).status).toBe(404);
    expect((await town.log(`/inclusion?leaf=${'0'.repeat(64)}`)).status).toBe(404);
    expect((await town.log('/tile/0/001')).status).toBe(404);
    expect((await town.log('/tile/0/x000/000')).status).toBe(404);
  });
});
