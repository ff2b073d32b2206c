import type { Language } from './language.js';
import type { Kind } from './question.js';

/** All that the model says in words of its own. */
interface Phrases {
  points: Record<Kind | 'list', string>;
  foreign: string;
  /** Before an earlier answer in the other language. */
  asItStands: string;
  nothing: string;
  nothingOn: (words: string) => string;
  nothingFound: string;
  nearest: (documents: number) => string;
  /** Above sentences that may answer. */
  closest: string;
  offer: (documents: number) => string;
  gap: (words: string) => string;
  greeting: string;
  thanks: string;
  farewell: string;
  abilities: string;
  unclear: string;
  /** Above what was said in a conversation, and where nothing was. */
  recap: string;
  nothingSaid: string;
  quote: (text: string) => string;
}

export const phrases: Record<Language, Phrases> = {
  en: {
    points: {
      cost: 'The figures behind it:',
      count: 'The details that matter:',
      compare: 'Point by point:',
      how: 'In practice:',
      why: 'What lies behind it:',
      list: 'In detail:',
      what: 'Worth knowing as well:',
    },
    foreign: 'The knowledge base treats this in French only; these sentences are quoted as they stand.',
    asItStands:
      'In short; the answer so far was in French, and its sentences are quoted as they stand, since I have no English source for them:',
    nothing: 'The knowledge base does not cover this question, so I have no sourced answer to give.',
    nothingOn: (words) => `The knowledge base does not cover this: I found nothing in it about ${words}.`,
    nothingFound:
      'I found nothing in the knowledge base for this question, so I have no sourced answer to give. It may help to ask in English or French, or in other words.',
    nearest: (documents) => (documents === 1 ? 'The nearest document:' : 'The nearest documents:'),
    closest: 'No source answers this in so many words. What comes closest:',
    offer: (documents) =>
      `I can go into ${documents === 1 ? 'it' : 'one of them'}, or you can add a document on the subject and ask again.`,
    gap: (words) => `The sources I found do not mention ${words}; that part of the question stays open.`,
    greeting:
      'Hello. Ask me about AWS architecture, cost, migration, security or operations, and I will answer from your knowledge base with numbered sources.',
    thanks: 'You’re welcome. Ask on whenever something else comes up.',
    farewell: 'Goodbye. This conversation stays here for when you come back.',
    abilities:
      'I answer questions about AWS architecture, cost, migration, security and operations from your knowledge base. Each statement carries the number of its source, and when the knowledge base lacks an answer I say so.',
    recap: 'What was said so far:',
    nothingSaid: 'Nothing has been answered in this conversation yet.',
    unclear: 'I’m not sure what to look for. Could you name the service or the subject you have in mind?',
    quote: (text) => `“${text}”`,
  },
  fr: {
    points: {
      cost: 'Les chiffres à retenir :',
      count: 'Les détails qui comptent :',
      compare: 'Point par point :',
      how: 'En pratique :',
      why: 'Ce qui l’explique :',
      list: 'Dans le détail :',
      what: 'À savoir également :',
    },
    foreign:
      'La base de connaissances ne traite ce point qu’en anglais ; ces phrases sont citées telles quelles.',
    asItStands:
      'En bref ; la réponse précédente était en anglais, et ses phrases sont citées telles quelles, faute de source en français :',
    nothing:
      'La base de connaissances ne couvre pas cette question : je n’ai pas de réponse sourcée à donner.',
    nothingOn: (words) =>
      `La base de connaissances ne couvre pas ce point : je n’y trouve rien au sujet de ${words}.`,
    nothingFound:
      'Je n’ai rien trouvé dans la base de connaissances pour cette question : je n’ai pas de réponse sourcée à donner. Essayez en français ou en anglais, ou avec d’autres mots.',
    nearest: (documents) =>
      documents === 1 ? 'Le document le plus proche :' : 'Les documents les plus proches :',
    closest: 'Aucune source ne le dit en ces termes. Ce qui s’en approche le plus :',
    offer: (documents) =>
      `Je peux ${documents === 1 ? 'le détailler' : 'détailler l’un d’eux'} ; sinon, ajoutez un document à la base et reposez la question.`,
    gap: (words) =>
      `Les sources trouvées ne mentionnent pas ${words} ; cette partie de la question reste ouverte.`,
    greeting:
      'Bonjour. Posez-moi une question sur l’architecture, les coûts, la migration, la sécurité ou l’exploitation d’AWS : je réponds à partir de votre base de connaissances, sources numérotées à l’appui.',
    thanks: 'Avec plaisir. N’hésitez pas si une autre question se présente.',
    farewell: 'Au revoir. Cette conversation reste ici pour votre retour.',
    abilities:
      'Je réponds aux questions sur l’architecture, les coûts, la migration, la sécurité et l’exploitation d’AWS à partir de votre base de connaissances. Chaque affirmation porte le numéro de sa source, et je le dis quand la base ne contient pas la réponse.',
    recap: 'Ce qui a été dit jusqu’ici :',
    nothingSaid: 'Rien n’a encore reçu de réponse dans cette conversation.',
    unclear:
      'Je ne vois pas bien quoi chercher. Pouvez-vous nommer le service ou le sujet qui vous intéresse ?',
    quote: (text) => `« ${text} »`,
  },
};
