import { categoryOf, idOf } from '@ecou/event-sourcing';
import { OwnTables, type Eraser } from '@ecou/runtime';

import { Injectable } from '@nestjs/common';

/** The tokens of a petition as it stood at a version. */
export interface TokensOfPetition {
  readonly petitionId: string;
  readonly version: number;
  readonly tokens: readonly string[];
}

/** In one order, so that no two who write the same petitions wait for each other. */
const putSql = `
  INSERT INTO feedback.petition_tokens AS known (petition_id, version, tokens)
  SELECT id, version, tokens::bigint[] FROM unnest($1::text[], $2::bigint[], $3::text[]) AS given (id, version, tokens) ORDER BY id
  ON CONFLICT (petition_id) DO UPDATE SET version = excluded.version, tokens = excluded.tokens
    WHERE known.version <= excluded.version AND (known.version, known.tokens) IS DISTINCT FROM (excluded.version, excluded.tokens)`;

/** By what the petitions of somebody were found goes with them. */
export const tokensOfPetitions: Eraser = {
  async erase(subjects, run) {
    const petitions = subjects.flatMap(({ own }) => own).filter((stream) => categoryOf(stream) === 'petition');
    await run('DELETE FROM feedback.petition_tokens WHERE petition_id = ANY($1::text[])', [petitions.map(idOf)]);
  },
};

/** The table of tokens. */
@Injectable()
export class PetitionTokens {
  constructor(private readonly tables: OwnTables) {}

  /**
   * Replaces all tokens of petitions, each of which stands here once, unless those of a later version are there; a repeat changes nothing. They are
   * on disk when it returns.
   */
  async put(petitions: readonly TokensOfPetition[]): Promise<void> {
    if (petitions.length === 0) return;
    await this.tables.transaction((run) =>
      run(putSql, [
        petitions.map(({ petitionId }) => petitionId),
        petitions.map(({ version }) => version),
        petitions.map(({ tokens }) => `{${tokens.join(',')}}`),
      ]),
    );
  }
}
