import { describe, expect, it } from '@jest/globals';
import { chatConsent, chatConsentOf } from './chat-consents.js';

describe('the text that whoever starts a chat agrees to', () => {
  it.each(['ro', 'en'] as const)('is named by a link as it was shown: %s', (language) => {
    const shown = chatConsent(language);
    expect(chatConsentOf(shown.code)).toEqual(shown);
    expect(shown.language).toBe(language);
  });

  it('has codes that are never given again', () => {
    expect(chatConsentOf(0)?.text).toMatch(/^Sunt de acord ca primăria să îmi scrie pe Telegram/);
    expect(chatConsentOf(1)?.text).toMatch(/^I agree that the city hall writes to me on Telegram/);
  });

  it('is none where there never was one', () => expect(chatConsentOf(70_000)).toBeUndefined());
});
