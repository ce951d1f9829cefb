import { Letters, Representation, type Letter } from '@ecou/runtime';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

/** Answers letters as PDF. */
@Injectable()
export class LetterPdfs implements OnApplicationShutdown {
  private readonly letters = new Letters();

  /** The answer is 503 where too many wait for theirs. */
  answer(letter: Letter, { isPublic }: { readonly isPublic: boolean }): Representation {
    return new Representation('application/pdf', () => this.letters.get(letter, isPublic));
  }

  onApplicationShutdown(): Promise<void> {
    return this.letters.end();
  }
}
