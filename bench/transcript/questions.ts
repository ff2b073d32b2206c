import type { SessionContext } from './site.js';

/** A question of the transcript. Those with one `session` name are asked in one session, one after the other. */
export interface Asked {
  about: string;
  session: string;
  context?: SessionContext;
  question: string;
  /** The first model refuses to answer this one. */
  firstModelAway?: boolean;
}

export const questions: readonly Asked[] = [
  {
    about: 'A question that the documents answer',
    session: 'nat',
    context: { client_name: 'Northwind', meeting_type: 'cost review', cloud_providers: ['AWS'] },
    question: 'How can a client with three VPCs cut the cost of NAT gateways?',
  },
  {
    about: 'A question that goes on from the one before',
    session: 'nat',
    question: 'And which of these endpoints are free?',
  },
  {
    about: 'A cost, worked out by a tool',
    session: 'estimate',
    question:
      'How much would 3 NAT gateways that process 2 TB each, and 2 m5.large instances, cost per month in eu-west-1?',
  },
  {
    about: 'The same in French',
    session: 'devis',
    question:
      'Combien coûteraient par mois 500 Go dans S3 Standard et une base RDS PostgreSQL db.t4g.medium en Irlande ?',
  },
  {
    about: 'A question that several sessions begin with',
    session: 'gp3',
    question: 'Is it worth moving EBS volumes from gp2 to gp3?',
  },
  {
    about: 'The same question of somebody else: the kept answer serves',
    session: 'gp3-again',
    question: 'Is it worth moving EBS volumes from gp2 to gp3?',
  },
  {
    about: 'A model that is away: the next one of the chain answers',
    session: 'secours',
    question: 'Comment reprendre après un sinistre avec un RTO d’une heure ?',
    firstModelAway: true,
  },
  {
    about: 'A question that the documents do not answer',
    session: 'lacking',
    question: 'Which AWS office in Lisbon takes walk-in visitors on Saturdays?',
  },
  {
    about: 'A security review, with the context of the meeting',
    session: 'security',
    context: {
      client_name: 'Banque Lumière',
      meeting_type: 'revue de sécurité',
      project_context: 'Portail de documents sur S3',
    },
    question: 'Que vérifier en premier sur la sécurité de leurs compartiments S3 ?',
  },
  { about: 'A greeting: nothing is searched', session: 'hello', question: 'Bonjour !' },
];
