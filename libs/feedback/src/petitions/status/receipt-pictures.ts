import { Codes } from '@ecou/runtime/codes';
import type { Receipt } from '@ecou/runtime/receipts';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** The address at which the log proves that it has a leaf. */
export const proofUrl = ({ log, leafHash }: Receipt): string => `${log.url}/inclusion?leaf=${leafHash}`;

/** QR codes of receipts: they lead to the proof. */
@Injectable()
export class ReceiptPictures implements OnModuleDestroy {
  private readonly codes = new Codes();

  of(receipt: Receipt): Promise<string> {
    return this.codes.svg(proofUrl(receipt), true);
  }

  onModuleDestroy(): Promise<void> {
    return this.codes.end();
  }
}
