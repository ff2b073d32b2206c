import type { Language } from '../i18n/choose-language.js';
import type { SampleUser } from './sign-in-state.js';
import type { PageName } from './use-page.js';

interface Words {
  pages: Record<PageName, string>;
  signInTitle: string;
  signInNote: string;
  users: Record<SampleUser, { role: string; can: string }>;
  signInFailed: string;
  /** Before the role, for those who do not see where it stands. */
  signedInAs: string;
  signOut: string;
  more: string;
  operations: string;
  queues: string;
  /** Below the link to the queues. */
  queuesNote: string;
  mail: string;
  language: string;
  theme: string;
  themes: { system: string; light: string; dark: string };
  standIn: string;
  bedrock: string;
}

const en: Words = {
  pages: {
    meetings: 'Meetings',
    clients: 'Clients',
    projects: 'Projects',
    costs: 'Costs',
    reports: 'Reports',
  },
  signInTitle: 'Sign in to the sample dashboard',
  signInNote: 'Four sample people, no password. Each sees only their own sessions.',
  users: {
    consultant: { role: 'Consultant', can: 'Asks in client meetings' },
    viewer: { role: 'Viewer', can: 'Reads, and does not ask' },
    supervisor: { role: 'Supervisor', can: 'Asks, and looks after a team' },
    admin: { role: 'Admin', can: 'Asks, and opens the queues' },
  },
  signInFailed: 'The server did not sign you in. Is it running?',
  signedInAs: 'Signed in as',
  signOut: 'Sign out',
  more: 'Settings and account',
  operations: 'Operations',
  queues: 'Queues',
  queuesNote: 'Signs you in as the sample admin',
  mail: 'Mail inbox',
  language: 'Language',
  theme: 'Appearance',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  standIn: 'Answers come from a local stand-in for the model, made from the sample knowledge base.',
  bedrock: 'Answers come from Amazon Bedrock.',
};

const fr: Words = {
  pages: {
    meetings: 'Réunions',
    clients: 'Clients',
    projects: 'Projets',
    costs: 'Coûts',
    reports: 'Rapports',
  },
  signInTitle: 'Connexion au tableau de bord d’exemple',
  signInNote: 'Quatre personnes d’exemple, sans mot de passe. Chacune ne voit que ses sessions.',
  users: {
    consultant: { role: 'Consultant', can: 'Pose ses questions en réunion' },
    viewer: { role: 'Lecteur', can: 'Lit, sans poser de question' },
    supervisor: { role: 'Superviseur', can: 'Questionne et suit une équipe' },
    admin: { role: 'Administrateur', can: 'Questionne et ouvre les files' },
  },
  signInFailed: 'Le serveur n’a pas ouvert de session. Est-il démarré ?',
  signedInAs: 'Connecté :',
  signOut: 'Se déconnecter',
  more: 'Réglages et compte',
  operations: 'Exploitation',
  queues: 'Files',
  queuesNote: 'Vous connecte comme administrateur de démonstration',
  mail: 'Courrier',
  language: 'Langue',
  theme: 'Apparence',
  themes: { system: 'Système', light: 'Clair', dark: 'Sombre' },
  standIn: 'Les réponses viennent d’un modèle local de remplacement, à partir de la base d’exemple.',
  bedrock: 'Les réponses viennent d’Amazon Bedrock.',
};

export function wordsOf(language: Language): Words {
  return language === 'fr' ? fr : en;
}
