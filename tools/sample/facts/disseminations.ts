import type { LocalizedText } from '@ecou/contracts';
import { deliverableIds } from '../ids.ts';

/** A way to spread the word that people suggested at a session; nobody says that it was used. */
export interface SuggestedDissemination {
  readonly key: string;
  /** Roman numeral of the session. */
  readonly session: 'I' | 'II' | 'III';
  readonly channel: string;
  readonly title: LocalizedText;
  readonly place?: string;
  readonly audiences?: readonly string[];
  /** What it is about, where the report says it. */
  readonly deliverableId?: string;
}

const map = { deliverableId: deliverableIds.map };

/** In the order of the reports. */
export const disseminations: readonly SuggestedDissemination[] = [
  {
    ...{ key: 'campaigns', session: 'I', channel: 'social-networks' },
    title: {
      ro: 'Serviciile electronice, prin campanii pe rețelele sociale',
      en: 'E-services, by campaigns on social networks',
    },
  },
  {
    ...{ key: 'last-years', session: 'I', channel: 'schools', audiences: ['pupils'] },
    title: {
      ro: 'Serviciile electronice, prin campanii la clasele a XI-a și a XII-a',
      en: 'E-services, by campaigns in the last two years of school',
    },
  },
  {
    ...{ key: 'radio', session: 'I', channel: 'radio' },
    title: { ro: 'Serviciile electronice, în mesaje audio la radio', en: 'E-services, in audio messages on the radio' },
  },
  {
    ...{ key: 'tv', session: 'I', channel: 'tv' },
    title: {
      ro: 'Serviciile electronice, în mesaje video la televiziune',
      en: 'E-services, in video messages on television',
    },
  },
  {
    ...{ key: 'online', session: 'I', channel: 'other-websites' },
    title: { ro: 'Serviciile electronice, în mesaje pe internet', en: 'E-services, in messages on the internet' },
  },
  {
    ...{ key: 'entertainment', session: 'II', channel: 'events' },
    title: {
      ro: 'Serviciile electronice, la strângeri de fonduri, concerte, piese de teatru și filme',
      en: 'E-services, at fund-raisers, concerts, plays and film showings',
    },
  },
  {
    ...{ key: 'tent', session: 'II', channel: 'events', place: 'Parcul Tineretului' },
    title: { ro: 'Serviciile electronice, într-un cort din parc', en: 'E-services, in a tent in the park' },
  },
  {
    ...{ key: 'leaflets', session: 'II', channel: 'leaflets', audiences: ['owners-associations'], ...map },
    title: {
      ro: 'Harta facilităților digitale, în pliante împărțite prin asociațiile de proprietari',
      en: 'The map of digital facilities, in leaflets given out by owners’ associations',
    },
  },
  {
    ...{ key: 'stb-videos', session: 'II', channel: 'transport-videos', place: 'Rețeaua STB', ...map },
    title: {
      ro: 'Harta facilităților digitale, în clipuri din transportul public',
      en: 'The map of digital facilities, in videos in public transport',
    },
  },
  {
    ...{ key: 'stb-posters', session: 'II', channel: 'posters', place: 'Rețeaua STB', ...map },
    title: {
      ro: 'Harta facilităților digitale, pe afișe din transportul public',
      en: 'The map of digital facilities, on posters in public transport',
    },
  },
  {
    ...{ key: 'computer-classes', session: 'II', channel: 'schools', audiences: ['pupils'], ...map },
    title: {
      ro: 'Harta facilităților digitale, la orele de informatică din gimnaziu și liceu',
      en: 'The map of digital facilities, in computer classes of secondary schools',
    },
  },
  {
    ...{ key: 'neighbourhoods', session: 'II', channel: 'neighbourhood-groups', ...map },
    title: {
      ro: 'Harta facilităților digitale, prin grupuri de acțiune locală și grupuri de cartier',
      en: 'The map of digital facilities, through local action groups and neighbourhood groups',
    },
  },
  {
    ...{
      key: 'whatsapp-business',
      session: 'III',
      channel: 'messaging-groups',
      audiences: ['owners-associations'],
      ...map,
    },
    title: {
      ro: 'Harta facilităților digitale, pe grupuri WhatsApp Business și ale asociațiilor de proprietari',
      en: 'The map of digital facilities, in groups of WhatsApp Business and of owners’ associations',
    },
  },
  {
    ...{ key: 'telegram', session: 'III', channel: 'messaging-groups', ...map },
    title: {
      ro: 'Harta facilităților digitale, pe grupuri Telegram',
      en: 'The map of digital facilities, in groups on Telegram',
    },
  },
  {
    ...{ key: 'short-films', session: 'III', channel: 'social-networks' },
    title: {
      ro: 'Implicarea civică și educația digitală, în filme scurte și tutoriale pe Facebook, TikTok și Instagram',
      en: 'Civic involvement and digital education, in short films and tutorials on Facebook, TikTok and Instagram',
    },
  },
  {
    ...{ key: 'block-administrations', session: 'III', channel: 'events', audiences: ['owners-associations'] },
    title: {
      ro: 'Informațiile primăriei, la evenimente mici cu administrațiile de bloc',
      en: 'What the city hall has to say, at small events with those who run blocks of flats',
    },
  },
  {
    ...{ key: 'youth-leaders', session: 'III', channel: 'youth-associations', audiences: ['pupils', 'students'] },
    title: {
      ro: 'Implicarea civică și educația digitală, prin asociațiile de elevi și de studenți și liderii lor',
      en: 'Civic involvement and digital education, through associations of pupils and students and their leaders',
    },
  },
  {
    ...{ key: 'tips', session: 'III', channel: 'social-networks', audiences: ['pupils', 'students'] },
    title: {
      ro: 'Implicarea civică și educația digitală, în sfaturi scurte pe Instagram',
      en: 'Civic involvement and digital education, in short tips on Instagram',
    },
  },
  {
    ...{ key: 'shops', session: 'III', channel: 'shops', place: 'Mega Image, Carrefour, Kaufland' },
    title: {
      ro: 'Serviciile electronice, în lanțuri de magazine cu care se încheie parteneriate',
      en: 'E-services, in chains of shops that become partners',
    },
  },
  {
    ...{ key: 'facebook', session: 'III', channel: 'social-networks' },
    title: { ro: 'Serviciile electronice, pe Facebook', en: 'E-services, on Facebook' },
  },
  {
    ...{ key: 'whatsapp', session: 'III', channel: 'messaging-groups' },
    title: { ro: 'Serviciile electronice, pe WhatsApp', en: 'E-services, on WhatsApp' },
  },
  {
    ...{ key: 'banners', session: 'III', channel: 'banners', place: 'Intersecții importante' },
    title: {
      ro: 'Serviciile electronice, pe bannere în intersecții importante',
      en: 'E-services, on banners at important crossroads',
    },
  },
];
