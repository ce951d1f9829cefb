import type { Session } from './facts.ts';

export const session3: Session = {
  place: 3,
  numeral: 'III',
  startsAt: '2023-04-24T09:30:00+03:00',
  endsAt: '2023-04-24T16:00:00+03:00',
  attendance: {
    categories: [
      { category: 'ngo-member', count: 14 },
      { category: 'institution-and-authorities', count: 3 },
      { category: 'project-team', count: 4 },
    ],
    total: 21,
  },
  points: [
    {
      themes: ['digital-services'],
      text: {
        ro: 'Digitalizarea sectorului a pornit ca răspuns la prejudecata că sectoarele 1, 2 și 3 sunt cele dezvoltate, iar 4, 5 și 6 doar „dormitoare”.',
        en: 'The digitalisation of the sector began as an answer to the prejudice that sectors 1, 2 and 3 are the developed ones, and 4, 5 and 6 mere dormitories.',
      },
    },
    {
      themes: ['digital-services'],
      text: {
        ro: 'Autoritatea locală a investit în infrastructură fiindcă voia să aducă investitori din străinătate.',
        en: 'The local authority invested in infrastructure because it wanted to bring in investors from abroad.',
      },
    },
    {
      themes: ['dissemination', 'facilities-map', 'communication'],
      text: {
        ro: 'Harta și serviciile electronice pot fi anunțate în grupuri de WhatsApp Business, în cele ale asociațiilor de proprietari și în grupuri de Telegram; la mesajele cetățenilor trebuie însă să vină un răspuns automat.',
        en: "The map and the e-services can be announced in WhatsApp Business groups, in those of owners' associations and in Telegram groups; but messages from citizens need an automatic reply.",
      },
    },
    {
      themes: ['payments', 'trust'],
      text: {
        ro: 'Cetățenilor le e teamă când au de plătit și nu se încred în instituții; ținta este ca ei să știe de ce contează implicarea și digitalizarea.',
        en: 'Citizens are anxious about payments and do not trust institutions; the aim is that they know why involvement and digitalisation matter.',
      },
    },
    {
      themes: ['schools', 'digital-education', 'civic-education'],
      text: {
        ro: 'Educația digitală și civică trebuie făcută și în școli, pentru ca noile generații să devină cetățeni.',
        en: 'Digital and civic education has to take place in schools too, so that new generations grow into citizens.',
      },
    },
    {
      themes: ['dissemination', 'civic-involvement', 'digital-education'],
      text: {
        ro: 'Campaniile despre implicare și educație digitală pot folosi filme scurte și atrăgătoare pe Facebook, TikTok și Instagram, precum și tutoriale.',
        en: 'Campaigns about involvement and digital education can use short, attractive films on Facebook, TikTok and Instagram, and tutorials.',
      },
    },
    {
      themes: ['dissemination'],
      text: {
        ro: 'Cu administrațiile de bloc se pot ține mici evenimente; ele rămân apoi în legătură și dau mai departe informațiile în grupurile lor de WhatsApp.',
        en: 'Small events can be held with the administrations of blocks of flats; they stay in touch and pass information on in their WhatsApp groups.',
      },
    },
    {
      themes: ['ngos', 'civic-involvement'],
      text: {
        ro: 'ONG-urile pot sprijini implicarea, căci ajung mai ușor la comunități, și mai cu seamă la cele vulnerabile.',
        en: 'NGOs can support involvement, since they reach communities more easily, the vulnerable ones above all.',
      },
    },
    {
      themes: ['communication'],
      text: {
        ro: 'Cine depune o sesizare sau o plângere are nevoie de un om adevărat: ar fi de mare folos cineva anume care să răspundă la telefon.',
        en: 'Whoever files a report or a complaint needs a real person: somebody whose task it is to answer the phone would help a great deal.',
      },
    },
    {
      themes: ['digital-education'],
      text: {
        ro: 'Contează ca oamenii să fie dispuși să învețe facilitățile digitale, să vrea să se adapteze și să știe mai mult decât acum.',
        en: 'It matters that people are ready to learn the digital facilities, want to adapt and to know more than they do.',
      },
    },
    {
      themes: ['digital-education'],
      text: { ro: 'Oamenii se vor adapta când va fi nevoie.', en: 'People will adapt when they need to.' },
    },
    {
      themes: ['youth', 'dissemination', 'facilities-map'],
      text: {
        ro: 'Tinerii pot fi informați prin asociațiile de elevi și de studenți și liderii lor, la evenimente făcute pentru ei și pe Instagram, cu sfaturi scurte.',
        en: "Young people can be informed through pupils' and students' associations and their leaders, at events made for them, and on Instagram with short tips.",
      },
    },
  ],
  feedback: {
    respondents: 10,
    anonymous: null,
    // Only 5, and a few 4.
    grades: { occurred: [4, 5], counts: [], statements: [{ value: 4, amount: 'few' }] },
    excluded: { 1: 0, 2: 0, 3: 0 },
    objectivesMet: 'all',
    wishToBeInformed: 'all',
    suggestions: [
      {
        id: 'shop-chains',
        text: {
          ro: 'Parteneriate cu marile lanțuri de magazine (Mega Image, Carrefour, Kaufland și altele), prin care informațiile ajung mult mai ușor la oameni.',
          en: 'Partnerships with the big chains of shops (Mega Image, Carrefour, Kaufland and others), which get information to people much more easily.',
        },
      },
      {
        id: 'facebook-and-whatsapp',
        text: { ro: 'Informații pe Facebook și pe WhatsApp.', en: 'Information on Facebook and WhatsApp.' },
      },
      {
        id: 'training-for-citizens',
        text: {
          ro: 'Cursuri pentru cetățeni despre folosirea facilităților digitale.',
          en: 'Training for citizens in the use of the digital facilities.',
        },
      },
      {
        id: 'training-for-staff',
        text: {
          ro: 'Cursuri pentru angajații primăriei, ca să explice mai deschis cetățenilor și să le fie exemplu.',
          en: 'Training for employees of the city hall, so that they explain things to citizens more openly and set an example.',
        },
      },
      {
        id: 'banners',
        text: { ro: 'Bannere în intersecțiile importante.', en: 'Banners at important intersections.' },
      },
    ],
  },
};
