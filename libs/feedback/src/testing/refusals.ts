import type { Answer, TestProcess } from '@ecou/runtime/testing';
import { expect, it } from '@jest/globals';

export type Send = () => Promise<Answer>;

/** The name of a case, what is sent, the status, the code, and the path of the field; without one, the code is that of the whole. */
export type Refusal = readonly [name: string, send: Send, status: number, code: string, path?: string];

/** A sentence per case: it is refused as the case says, and nothing is stored. `stored`: more than events that must stand as it did. */
export function refusals(
  cases: readonly Refusal[],
  test: () => TestProcess,
  stored: () => Promise<unknown> = () => Promise.resolve(),
): void {
  const standing = async () => [await test().context('feedback').head(), await stored()];
  const named = cases.map(([name, send, status, code, path]) => ({ name, send, status, code, path }));
  it.each(named)('$name', async ({ send, status, code, path }) => {
    const before = await standing();
    const { body, ...answer } = await send();
    expect({ status: answer.status, body }).toMatchObject({ status });
    if (path === undefined) expect(body).toMatchObject({ status, code });
    else expect(body.errors).toContainEqual({ path, code, message: expect.any(String) });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await standing()).toEqual(before);
  });
}
