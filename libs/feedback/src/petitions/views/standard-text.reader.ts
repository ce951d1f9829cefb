import { Clock, Vault, type Sealed } from '@ecou/event-sourcing';
import { inLanguage, type Language, type LocalizedText } from '@ecou/contracts';
import { Aggregates, Publisher, type Caller } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { dateOf } from '../calendar/as-read.js';
import { activeStandardText, type Directory } from '../directory/directory.decider.js';
import { DirectoryReader } from '../directory/directory.reader.js';
import { refuseOther } from '../directory/own-department.js';
import { filled, type FieldValues } from '../directory/standard-text.js';
import type { FilledText } from '../petition/standard-text.schemas.js';
import { requirePetition, type Petition } from '../petition/petition.state.js';
import { petition } from '../petition/rules/petition.aggregate.js';

/** Reads standard texts as they are for a petition. */
@Injectable()
export class StandardTextReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly directory: DirectoryReader,
    private readonly vault: Vault,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
  ) {}

  /** A standard text with its fields filled for a petition. Throws `Unknown` where there is none of either, and `Forbidden` to an officer of another department. */
  async get(petitionId: string, code: string, caller: Caller): Promise<FilledText> {
    const found = requirePetition((await this.aggregates.load(petition, petitionId)).state);
    refuseOther(await this.directory.ownDepartmentOf(caller), found.department);
    const { state: directory } = await this.directory.now();
    const standard = activeStandardText(directory, code);
    const { title, language } = standard;
    return { code, title, language, ...filled(standard, await this.valuesOf(found, directory, language)) };
  }

  private async valuesOf(state: Petition, directory: Directory, lang: Language): Promise<FieldValues> {
    const { number, content, department, officer, registeredAt, deadline } = state;
    const { category, petitioner } = content;
    const acting = officer === null ? undefined : directory.officers[officer];
    const named = async (name: Sealed<string> | undefined) => (name && (await this.vault.open(name))) ?? null;
    const inText = (name: LocalizedText | undefined, code: string) => inLanguage(name ?? { ro: code }, lang);
    const day = (time: string | undefined) => (time === undefined ? null : dateOf(time, lang));
    return {
      petitioner: await named(petitioner?.name),
      number,
      registeredOn: day(registeredAt),
      category: inText(directory.categories[category]?.name, category),
      department: inText(directory.departments[department]?.name, department),
      officer: await named(acting?.name),
      answerBy: day(deadline?.answerBy),
      legalAnswerBy: day(deadline?.legal.answerBy),
      institution: this.publisher.institution,
      today: day(this.clock.now()),
    };
  }
}
