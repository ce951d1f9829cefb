import { startServices } from './services.js';
import { forgetTopics } from './kafka.js';
import { tellStory } from './story.js';

tellStory(
  'four services over Kafka',
  async (smtpUrl) => {
    await forgetTopics();
    return startServices({ smtpUrl });
  },
  async (ecou, publish) => {
    const [events, notifications] = [ecou.process('events'), ecou.process('notifications')];
    await notifications.kill();
    const answer = await publish();
    await events.kill();
    await notifications.start();
    await events.start();
    return answer;
  },
);
