import type { Codes } from '@ecou/runtime/codes';
import type { Letters } from '@ecou/runtime';
import { ICalCalendar, ICalEventStatus } from 'ical-generator';
import type { Attachment as FileInMail } from 'nodemailer/lib/mailer';
import { markId, showsInMail, type Sender } from '../templates/render.js';
import type { Attachment, CalendarEntry } from '../templates/template.js';

/** A civic event as iCalendar (RFC 5545), in UTC. `date`: when it is written; later ones stand in place of earlier ones. */
function calendarOf({ id, title, startsAt, endsAt, place, address, cancelled }: CalendarEntry, date: string): string {
  return new ICalCalendar({
    prodId: { company: 'Ecou', product: 'notifications' },
    events: [
      {
        id,
        stamp: new Date(date),
        start: new Date(startsAt),
        end: new Date(endsAt),
        summary: title,
        location: place,
        url: address,
        status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      },
    ],
  }).toString();
}

/** The makers of what takes long to make, outside of the event loop. */
export interface Makers {
  readonly letters: Letters;
  readonly codes: Codes;
}

/** An enclosure of a mail, as a file in it. `date`: ISO 8601. */
export async function fileOf(attachment: Attachment, date: string, { letters, codes }: Makers): Promise<FileInMail> {
  switch (attachment.kind) {
    case 'calendar':
      return {
        filename: 'ecou.ics',
        contentType: 'text/calendar; charset=utf-8',
        content: calendarOf(attachment.entry, date),
      };
    case 'letter':
      return {
        filename: `${attachment.letter.number}.pdf`,
        contentType: 'application/pdf',
        content: Buffer.from(await letters.get(attachment.letter, false)),
      };
    case 'code':
      return {
        filename: `${attachment.name}.png`,
        contentType: 'image/png',
        content: Buffer.from(await codes.png(attachment.text, false)),
      };
  }
}

/** The mark of the institution, as a file in the mail that its page shows; none where mail programs would not show it. */
export const markFiles = ({ mark }: Pick<Sender, 'mark'>): FileInMail[] =>
  showsInMail(mark) ? [{ path: mark, cid: markId, filename: 'mark', contentDisposition: 'inline' }] : [];
