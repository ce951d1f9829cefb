import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { BootError } from '../config/boot-error.js';
import { lockedMigration } from '../context/migrations.js';
import { identitySchema } from '../identity/api-keys.js';
import { Seal } from '../identity/seal.js';

/*
 * Links, tokens and claims are keyed by the secret of the deployment, which stands in the database, sealed once for each `ECOU_SECRET` that
 * opens it. So `ECOU_SECRET` can be replaced, and everything that was keyed stays as it is.
 */

/** A secret, sealed under its id. */
export interface Sealed {
  readonly id: string;
  readonly sealed: Buffer;
}

const sealOf = (opener: string) => new Seal(opener, 'deployment secret v1');

/** The secret; undefined where another opener sealed it. */
export function openSealed({ id, sealed }: Sealed, opener: string): string | undefined {
  try {
    return sealOf(opener).open(id, sealed).toString('utf8');
  } catch {
    return undefined;
  }
}

/** The secret of a deployment, in the schema of identity. Whoever calls holds the lock of migrations. */
export class DeploymentSecret {
  constructor(
    private readonly client: pg.Client,
    private readonly schema: string,
  ) {}

  /**
   * Opens it, and draws it on the first start. Where a deployment has keys of the API already, it is older than this table, and its secret is
   * the opener itself. Throws `BootError` where this opener does not open it.
   */
  async open(opener: string): Promise<string> {
    const all = await this.all();
    if (all.length === 0) return this.begin(opener);
    for (const one of all) {
      const secret = openSealed(one, opener);
      if (secret !== undefined) return secret;
    }
    throw new BootError(
      'ECOU_SECRET does not open the secret of this deployment: it is not the one with which it was started, or it was replaced since.',
    );
  }

  /** From now on another opener opens it too. Throws `BootError` where the first does not. */
  async add(opener: string, next: string): Promise<void> {
    await this.insert(await this.open(opener), next);
  }

  /** From now on nothing but this opener opens it. Answers how many were removed. Throws `BootError` where another one was added later. */
  async keepOnly(opener: string): Promise<number> {
    const secret = await this.open(opener);
    const all = await this.all();
    const others = all.filter((one) => openSealed(one, opener) !== secret);
    const youngest = all.at(-1);
    if (youngest && others.includes(youngest))
      throw new BootError(
        'ECOU_SECRET is not the newest one that opens this deployment, so nothing was removed: name the newest. To keep this one instead, first add it again, as ECOU_SECRET_NEXT beside the newest.',
      );
    await this.client.query(`DELETE FROM ${this.schema}.secrets WHERE id = ANY ($1::uuid[])`, [
      others.map(({ id }) => id),
    ]);
    return others.length;
  }

  private async begin(opener: string): Promise<string> {
    const { rowCount } = await this.client.query(`SELECT FROM ${this.schema}.keys LIMIT 1`);
    const secret = rowCount ? opener : randomBytes(32).toString('base64url');
    await this.insert(secret, opener);
    return secret;
  }

  private async insert(secret: string, opener: string): Promise<void> {
    const id = randomUUID();
    const sealed = sealOf(opener).seal(id, Buffer.from(secret));
    await this.client.query(`INSERT INTO ${this.schema}.secrets (id, sealed) VALUES ($1, $2)`, [id, sealed]);
  }

  /** The youngest is the last. */
  private async all(): Promise<readonly Sealed[]> {
    const { rows } = await this.client.query<Sealed>(`SELECT id, sealed FROM ${this.schema}.secrets ORDER BY made_at`);
    return rows;
  }
}

/** Does something with the secret of the deployment that keeps its identity in a database, which has been migrated; one process at a time. */
export async function withDeploymentSecret<T>(
  identityUrl: string,
  use: (secret: DeploymentSecret) => Promise<T>,
): Promise<T> {
  return lockedMigration(identityUrl, identitySchema, (client) => use(new DeploymentSecret(client, identitySchema)));
}
