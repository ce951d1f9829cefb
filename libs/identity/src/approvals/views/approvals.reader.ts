import { pageOf, ReadModels, whereEqual, type Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { ApprovalItem, ApprovalsCriteria } from '../approval.schemas.js';
import { approvals } from './approvals.view.js';

@Injectable()
export class ApprovalsReader {
  constructor(private readonly readModels: ReadModels) {}

  /** A page of orders, the newest first. */
  list({ status, kind, ...page }: ApprovalsCriteria): Promise<Page<ApprovalItem>> {
    const query = this.readModels.repository(approvals).createQueryBuilder('row');
    whereEqual(query, { status, kind });
    return pageOf(query, { askedAt: z.string(), id: z.uuid() }, page, 'DESC');
  }
}
