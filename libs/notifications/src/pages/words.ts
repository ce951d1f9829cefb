import type { Language } from '@ecou/contracts';

const ro = {
  invalid: 'Legătura nu este valabilă',
  invalidLead: 'Adresa este incompletă sau greșită. Folosiți legătura întreagă din mesaj.',
  topics: 'Teme',
  consents: 'Textul cu care sunteți de acord',
  confirmTitle: 'Doriți să fiți informat(ă)?',
  confirmLead: 'Vă vom scrie despre temele de mai jos numai după ce confirmați.',
  confirm: 'Confirm',
  confirmed: 'Ați confirmat',
  confirmedLead: 'Vă vom scrie când apare ceva nou despre temele alese.',
  nothingTitle: 'Nu este nimic de confirmat',
  nothingLead: 'Cererea a fost retrasă sau a fost deja confirmată.',
  renewTitle: 'Sunteți de acord cu textul nou?',
  renewLead:
    'Textul cu care ați fost de acord s-a schimbat. Vă scriem în continuare despre temele de mai jos dacă sunteți de acord cu cel nou.',
  renew: 'Sunt de acord',
  leaveTitle: 'Renunțați la aceste mesaje?',
  leaveLead: 'Nu vă vom mai scrie despre:',
  leave: 'Renunț',
  left: 'Ați renunțat',
  leftLead: 'Nu vă mai scriem despre aceste teme.',
  toPreferences: 'Alegeți despre ce vă scriem',
};

const en: typeof ro = {
  invalid: 'This link is not valid',
  invalidLead: 'It is incomplete or wrong. Use the whole link from the message.',
  topics: 'Topics',
  consents: 'The text that you agree to',
  confirmTitle: 'Do you wish to be informed?',
  confirmLead: 'We write to you about the topics below only after you have confirmed.',
  confirm: 'Confirm',
  confirmed: 'You have confirmed',
  confirmedLead: 'We will write to you when there is news about the topics that you chose.',
  nothingTitle: 'There is nothing to confirm',
  nothingLead: 'The request was withdrawn, or has been confirmed already.',
  renewTitle: 'Do you agree to the new text?',
  renewLead:
    'The text that you agreed to has changed. We go on writing to you about the topics below if you agree to the new one.',
  renew: 'I agree',
  leaveTitle: 'Leave these messages?',
  leaveLead: 'We will no longer write to you about:',
  leave: 'Leave',
  left: 'You have left',
  leftLead: 'We no longer write to you about these topics.',
  toPreferences: 'Choose what we write to you about',
};

export const words: Readonly<Record<Language, typeof ro>> = { ro, en };
