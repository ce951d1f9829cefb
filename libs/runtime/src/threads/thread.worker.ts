import { parentPort, workerData } from 'node:worker_threads';

/** The messages to a thread, and from it: a task, and its value or its error. */
export interface Asked {
  readonly name: string;
  readonly input: unknown;
}
export type Said = { readonly value: unknown } | { readonly error: unknown };

type Module = Readonly<Record<string, (input: unknown) => Promise<unknown>>>;

/** The module whose functions this thread runs. */
const tasks = import(workerData as string) as Promise<Module>;

async function answer({ name, input }: Asked): Promise<Said> {
  try {
    const task = (await tasks)[name];
    if (!task) throw new Error(`${String(workerData)} has no ${name}.`);
    return { value: await task(input) };
  } catch (error) {
    return { error };
  }
}

parentPort?.on('message', (asked: Asked) => {
  void answer(asked).then((said) => parentPort?.postMessage(said));
});
