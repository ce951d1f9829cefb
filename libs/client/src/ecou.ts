import { MissedMessages } from './errors.js';
import type { ContractType, Message, Page } from './message.js';
import { Requests, type EcouOptions } from './requests.js';
import { Sequences } from './sequences.js';
import { pageOf, pulled, streamed, type Reading } from './sources.js';

/** The place up to which messages were taken. It is JSON: keep it beside what you make of the messages, and begin there again. */
export interface Checkpoint {
  /** The position of the last message. */
  readonly position: number;
  /** True: everything since the first message of the log was read. */
  readonly isWhole: boolean;
  /** The last sequence of each key, by source and key. */
  readonly sequences: Readonly<Record<string, number>>;
}

export interface MessagesOptions<T extends ContractType> {
  /** Only these contracts; all without it. */
  readonly types?: readonly T[];
  /** A position or a checkpoint to go on after; 0: from the first message on. The oldest one that is kept, without it and `since`. */
  readonly after?: number | Checkpoint;
  /** ISO 8601: what came into the log then or later. */
  readonly since?: string;
  /** Only what is about this: the id of an aggregate. */
  readonly key?: string;
  /** `pull` (default): a request for each page. `stream`: Server-Sent Events, over one request that stays open. */
  readonly via?: 'pull' | 'stream';
  /** False: end where there are no more messages, rather than wait for the next. Only by `pull`. */
  readonly follow?: boolean;
  /**
   * True (default): all contracts are read, also where `types` asks for some, since the sequences of a key count all of them. False: only
   * what is asked for is sent, and nothing proves that it is all.
   */
  readonly prove?: boolean;
  /** Told of messages that are missing, and reading goes on; without it `MissedMessages` is thrown. */
  readonly onMissed?: (missed: MissedMessages) => void;
  /** Ends reading. */
  readonly signal?: AbortSignal;
}

export interface PageOptions<T extends ContractType> extends Pick<
  MessagesOptions<T>,
  'types' | 'since' | 'key' | 'signal'
> {
  readonly after?: number;
  /** Messages, 1,000 at most; 100 without it. */
  readonly limit?: number;
  /** Seconds to wait for a message, where there is none; 60 at most. */
  readonly wait?: number;
}

/** Ids that are remembered. */
const rememberedIds = 10_000;

/** The public messages of a deployment of Ecou. */
export class Ecou {
  private readonly requests: Requests;

  constructor(options: EcouOptions) {
    this.requests = new Requests(options);
  }

  /** One page of messages, as the log answers it. Throws `LogTrimmed` (410), `EcouError`. */
  async page<T extends ContractType = ContractType>(options: PageOptions<T> = {}): Promise<Page<T>> {
    const { after, limit = 100, wait = 0 } = options;
    return (await pageOf(this.requests, readingOf(options, after), { limit, wait })) as Page<T>;
  }

  /**
   * Messages in the order of the log, each once, for ever: where there are no more, it waits; where Ecou is away, it tries again. Throws
   * `MissedMessages`, `LogTrimmed` (410), `EcouError`.
   */
  messages<T extends ContractType = ContractType>(options: MessagesOptions<T> = {}): Messages<T> {
    return new Messages(this.requests, options);
  }
}

function readingOf(
  { types, since, key, signal = new AbortController().signal }: Omit<PageOptions<ContractType>, 'after'>,
  after: number | undefined,
  follow = true,
): Reading {
  return { after, since, types, key, follow, signal };
}

/** Messages that are read one after the other: once, by `for await`. */
export class Messages<T extends ContractType> implements AsyncIterable<Message<T>> {
  private readonly sequences: Sequences;
  private readonly isWhole: boolean;
  private position: number | undefined;
  private readonly ids = new Set<string>();

  constructor(
    private readonly requests: Requests,
    private readonly options: MessagesOptions<T>,
  ) {
    const { after } = options;
    const checkpoint = typeof after === 'object' ? after : undefined;
    this.isWhole = checkpoint?.isWhole ?? after === 0;
    this.sequences = new Sequences(checkpoint?.sequences, this.isWhole);
    this.position = checkpoint?.position ?? (typeof after === 'number' ? after : undefined);
  }

  /** The place up to which they were taken: the message that is in hand, too. `undefined` before the first. */
  get checkpoint(): Checkpoint | undefined {
    if (this.position === undefined) return undefined;
    return { position: this.position, isWhole: this.isWhole, sequences: this.sequences.all() };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Message<T>, void, undefined> {
    const { types, signal } = this.options;
    try {
      for await (const message of this.source()) {
        if (this.take(message) && isOf(message, types)) yield message as Message<T>;
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  }

  private source(): AsyncGenerator<Message> {
    const { via = 'pull', follow = true, prove = true, types, after: _after, ...others } = this.options;
    const filter = prove || !types ? {} : { types };
    const reading = readingOf({ ...others, ...filter }, this.position, follow);
    return (via === 'pull' ? pulled : streamed)(this.requests, reading);
  }

  /** False for a message that was seen before. */
  private take(message: Message): boolean {
    const { prove = true } = this.options;
    const found = prove ? this.sequences.check(message) : 'follows';
    if (found instanceof MissedMessages) {
      if (!this.options.onMissed) throw found;
      this.options.onMissed(found);
    }
    this.position = message.position;
    if (found === 'seen' || this.ids.has(message.id)) return false;
    this.sequences.take(message);
    this.remember(message.id);
    return true;
  }

  private remember(id: string): void {
    this.ids.add(id);
    if (this.ids.size <= rememberedIds) return;
    const [oldest] = this.ids;
    if (oldest !== undefined) this.ids.delete(oldest);
  }
}

const isOf = ({ type }: Message, types: readonly ContractType[] | undefined): boolean => !types || types.includes(type);
