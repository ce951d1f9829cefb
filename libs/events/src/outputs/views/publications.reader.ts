import { ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { publicationList, type PublicationRow } from './publication-list.view.js';

const length = 100;

@Injectable()
export class PublicationsReader {
  constructor(private readonly readModels: ReadModels) {}

  /** The last hundred things that the public was told, the newest first. */
  async latest(): Promise<PublicationRow[]> {
    return this.readModels
      .repository(publicationList)
      .createQueryBuilder('row')
      .orderBy('row.position', 'DESC')
      .take(length)
      .getMany();
  }
}
