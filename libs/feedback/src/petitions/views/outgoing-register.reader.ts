import { pageOf, ReadModels, whereEqual, type Caller, type Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DirectoryReader } from '../directory/directory.reader.js';
import { refuseOther } from '../directory/own-department.js';
import type { OutgoingEntry, OutgoingQuery } from '../letters/letters.schemas.js';
import { outgoingLetter } from './outgoing-letter.view.js';

/** Reads the outgoing register. */
@Injectable()
export class OutgoingRegisterReader {
  constructor(
    private readonly readModels: ReadModels,
    private readonly directory: DirectoryReader,
  ) {}

  /** The letters that meet every one of the criteria, the newest first; of those, an officer sees those of the own department. */
  async list({ cursor, limit, ...criteria }: OutgoingQuery, caller: Caller): Promise<Page<OutgoingEntry>> {
    const own = await this.directory.ownDepartmentOf(caller);
    const { department = own } = criteria;
    if (department !== undefined) refuseOther(own, department);
    const query = this.readModels.repository(outgoingLetter).createQueryBuilder('row');
    whereEqual(query, { ...criteria, department });
    const page = await pageOf(query, { position: z.int() }, { cursor, limit }, 'DESC');
    return page.map(({ position: _, ...entry }) => entry);
  }
}
