import { setTimeout as sleep } from 'node:timers/promises';
import { startPlatform } from './deployment.js';
import { tellStory } from './story.js';

tellStory(
  'the platform',
  (smtpUrl) => startPlatform({ smtpUrl }),
  async (ecou, publish) => {
    // Nothing can be written to notifications until the process that wants to is dead: no sending has started.
    const holder = await ecou.database('notifications').pool.connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE notifications.streams IN ACCESS EXCLUSIVE MODE');
    const answer = await publish();
    await sleep(500);
    await ecou.process('notifications').kill();
    await holder.query('ROLLBACK');
    holder.release();
    await ecou.process('notifications').start();
    return answer;
  },
);
