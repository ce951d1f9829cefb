import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { categoryOf, idOf, relationOf } from '@ecou/event-sourcing';
import type { Eraser, FileEncryption } from '@ecou/runtime';
import { messageList } from './views/message-list.view.js';

const toSubscribersSql = `SELECT id FROM notifications.${relationOf(messageList)} WHERE subscriber_id = ANY($1::text[])`;

const filesSql = `
  SELECT data->>'file' AS file FROM notifications.events
  WHERE stream_id = ANY($1::text[]) AND type = 'MessageSent' AND data->>'file' IS NOT NULL`;

/** Nothing for a file that somebody has removed already; throws what else went wrong, so that the erasure is tried again. */
function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  return undefined;
}

/** The mails that are kept as files, of which somebody was sent some: they go with the person, and their keys, so that copies open no more. */
export const keptMails = (folder: string, encryption: FileEncryption): Eraser => ({
  async erase(subjects, run) {
    const own = subjects.flatMap((subject) => subject.own);
    const subscribers = own.filter((stream) => categoryOf(stream) === 'subscriber').map(idOf);
    const news = await run<{ id: string }>(toSubscribersSql, [subscribers]);
    const streams = [...own, ...news.map(({ id }) => `message-${id}`)];
    for (const { file } of await run<{ file: string }>(filesSql, [streams])) {
      const path = join(folder, basename(file));
      const kept = await readFile(path).catch(absent);
      if (kept) await encryption.forget(kept);
      await rm(path, { force: true });
    }
  },
});
