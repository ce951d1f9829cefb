import { isSealed, opened, type PostgresEventStore, type RecordedEvent, type Vault } from '@ecou/event-sourcing';
import type { AnyRegistrationTable, Registration } from '@ecou/messaging';
import { SecretTokens } from '../identity/secret-tokens.js';
import { commitmentOf, leafBytes, leafHash, type Leaf } from './leaf.js';
import type { LogKeys } from './log-keys.js';
import { signNote } from './notes/signed-note.js';

/** The name of a fact: its stream, and its version in it. */
export type FactName = Pick<RecordedEvent, 'stream' | 'version'>;

/** The receipt of whoever registered something: everything that is needed to check it, without asking anybody. */
export interface Receipt {
  readonly format: 'ecou-receipt/v1';
  readonly leaf: Leaf;
  /** Hexadecimal: by which the log finds it. */
  readonly leafHash: string;
  readonly salt: string;
  /** The content that was registered, as the commitment has it. */
  readonly record: Record<string, unknown>;
  /** A signed note: the municipality's word that the leaf comes into the log. */
  readonly promise: string;
  readonly log: {
    readonly origin: string;
    /** The address at which the log can be read. */
    readonly url: string;
    readonly promiseKeys: string[];
    readonly checkpointKeys: string[];
  };
}

/** A registration as the facts say it now. */
export interface Registered {
  readonly position: number;
  /** The leaf that the log must have; its commitment is `null` once a person whom it names was erased. */
  readonly leaf: Omit<Leaf, 'commitment'> & { readonly commitment: string | null };
}

interface ReceiptsOptions {
  readonly store: Pick<PostgresEventStore, 'readAgain'>;
  readonly vault: Vault;
  readonly secret: string;
  readonly keys: LogKeys;
  readonly publicUrl: string;
  readonly table: AnyRegistrationTable;
}

type Of = (event: RecordedEvent) => Registration | null;

/** Commits to what was registered, and makes receipts of it. Nothing of it is stored: salts are keyed by the deployment's secret. */
export class Receipts {
  private readonly salts: SecretTokens;

  constructor(private readonly options: ReceiptsOptions) {
    this.salts = new SecretTokens(options.secret, 'registration salt v1');
  }

  /** The commitment to a record of a fact, opened with the vault. */
  async commit(fact: FactName, record: object): Promise<string> {
    return commitmentOf(this.saltOf(fact), await opened(this.options.vault, record));
  }

  /** The receipt of a fact; `null` where it is no registration. */
  async of(event: RecordedEvent): Promise<Receipt | null> {
    const registration = this.registrationOf(event);
    return registration && this.receipt(event, registration);
  }

  /** The receipt of a registration that stands, or will stand, as this fact. */
  async receipt(fact: FactName, { kind, number, registeredAt, record: sealed }: Registration): Promise<Receipt> {
    const { keys, publicUrl, vault } = this.options;
    const record = JSON.parse(JSON.stringify(await opened(vault, sealed))) as Record<string, unknown>;
    const salt = this.saltOf(fact);
    const leaf = { kind, number, registeredAt, commitment: commitmentOf(salt, record) };
    const bytes = leafBytes(leaf);
    return {
      format: 'ecou-receipt/v1',
      leaf,
      leafHash: leafHash(bytes).toString('hex'),
      salt,
      record,
      promise: signNote(`ecou.promise/v1\n${keys.origin}\n${bytes.toString()}\n`, keys.promises),
      log: {
        origin: keys.origin,
        url: `${publicUrl}/integrations/v1/transparency`,
        promiseKeys: keys.promises.map(({ text }) => text),
        checkpointKeys: keys.checkpoints.map(({ text }) => text),
      },
    };
  }

  /** The registrations of the context after a position, as its facts say them now, and where to go on. */
  async list(
    after: number,
    limit: number,
  ): Promise<{ readonly items: readonly Registered[]; readonly position: number }> {
    const { store, table } = this.options;
    const { events, position } = await store.readAgain(after, limit, Object.keys(table));
    const items = await Promise.all(events.map((event) => this.registered(event)));
    return { items: items.filter((one) => one !== null), position };
  }

  /** The fact at a position; `undefined` where it is no registration. */
  async at(position: number): Promise<RecordedEvent | undefined> {
    const { events } = await this.options.store.readAgain(position - 1, 1, Object.keys(this.options.table));
    const [event] = events;
    return event?.position === position ? event : undefined;
  }

  private async registered(event: RecordedEvent): Promise<Registered | null> {
    const registration = this.registrationOf(event);
    if (!registration) return null;
    const { record, kind, number, registeredAt } = registration;
    const commitment = (await this.isErased(record)) ? null : await this.commit(event, record);
    return { position: event.position, leaf: { kind, number, registeredAt, commitment } };
  }

  private registrationOf(event: RecordedEvent): Registration | null {
    return (this.options.table as Readonly<Record<string, Of>>)[event.type]?.(event) ?? null;
  }

  private saltOf({ stream, version }: FactName): string {
    return this.salts.of(stream, String(version));
  }

  /** True where an envelope in it cannot be opened any more. */
  private async isErased(value: unknown): Promise<boolean> {
    if (typeof value !== 'object' || value === null) return false;
    if (isSealed(value)) return (await this.options.vault.open(value)) === undefined;
    for (const inner of Object.values(value)) if (await this.isErased(inner)) return true;
    return false;
  }
}
