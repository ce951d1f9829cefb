import type { Language } from '@ecou/contracts';
import { ReadModels, Representation } from '@ecou/runtime';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { SETTINGS, type Settings } from '../../settings.js';
import { publicationList } from './publication-list.view.js';
import { feedOf } from '../publications/feed.js';

const length = 100;

/** The feed of what the public was told last. */
export class GetFeed extends Query<Representation> {
  constructor(readonly lang: Language) {
    super();
  }
}

@QueryHandler(GetFeed)
export class GetFeedHandler implements IQueryHandler<GetFeed> {
  constructor(
    private readonly readModels: ReadModels,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async execute({ lang }: GetFeed): Promise<Representation> {
    const rows = await this.readModels
      .repository(publicationList)
      .createQueryBuilder('row')
      .orderBy('row.position', 'DESC')
      .take(length)
      .getMany();
    // What was told stays told, so the last position stands for all of it.
    const version = rows[0]?.position ?? 0;
    return new Representation(
      'application/atom+xml; charset=utf-8',
      () => feedOf(rows, this.settings, lang),
      version,
      undefined,
      lang,
    );
  }
}
