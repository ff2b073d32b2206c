import type { IntentEntry } from './intent-file.js';

/** What the people of the dashboard ask about their own work: campaigns, figures, texts, the product itself. */
export const marketingIntents: IntentEntry[] = [
  {
    name: 'analytics_query',
    examples: {
      en: [
        'What was the open rate last week?',
        'How many visitors signed up in March?',
        'Show me the conversion trend of the spring campaign.',
        'Which KPIs went down?',
      ],
      fr: [
        'Quel était le taux d’ouverture la semaine dernière ?',
        'Combien de visiteurs se sont inscrits en mars ?',
        'Montre-moi la tendance des conversions de la campagne.',
        'Quels indicateurs ont baissé ?',
      ],
    },
    patterns: {
      en: [
        ...[
          'analytics',
          'open|click|bounce|conversion rate*',
          'click through',
          'conversion*',
          'kpi|kpis',
          'statistic*',
        ],
        ...[
          'how many ... users|visitors|sessions|clicks|leads|orders|signups|subscribers|people',
          'trend|trends',
        ],
        ...['show|give|pull ... report|numbers|figures|metrics|trend', 'traffic ... website|site|week|month'],
        ...[
          'performance of ... campaign*',
          'metrics ... campaign*|week|month',
          'conversion trend',
          'kpi|kpis ... down|up',
        ],
      ],
      fr: [
        ...['taux d ouverture', 'taux de clic|conversion|rebond', 'statistique*', 'indicateur*', 'tendance*'],
        ...[
          'combien de ... visiteurs|utilisateurs|clics|sessions|prospects|commandes|abonnés|personnes',
          'audience',
        ],
        ...[
          'montre*|donne* ... rapport|chiffres|tendance|statistiques',
          'résultats de ... campagne*',
          'trafic du site',
        ],
        ...['tendance ... conversions', 'chiffres de la campagne'],
      ],
    },
    promptTemplate: 'answer',
    searchKnowledge: true,
    maxTokens: 1_024,
  },
  {
    name: 'content_idea',
    examples: {
      en: [
        'Give me ideas for a blog post about serverless.',
        'Suggest three headlines for the cloud event.',
        'Write a LinkedIn post on our new office.',
        'Brainstorm topics for the content calendar.',
      ],
      fr: [
        'Donne-moi des idées d’article sur le serverless.',
        'Propose trois accroches pour l’événement cloud.',
        'Rédige un post LinkedIn sur notre nouveau bureau.',
        'Quels sujets pour le calendrier éditorial ?',
      ],
    },
    patterns: {
      en: [
        ...[
          'idea|ideas',
          'idea|ideas for|about|on',
          'brainstorm*',
          'blog post*',
          'headline*',
          'tagline*',
          'slogan*',
        ],
        ...[
          'write|draft|compose ... post|article|caption|blog|tweet',
          'content calendar',
          'suggest ... topic*|title*',
        ],
        ...[
          'suggest ... headline*|tagline*|slogan*',
          'linkedin post*',
          'idea|ideas for ... post*|article*|campaign*',
        ],
      ],
      fr: [
        ...[
          'idée*',
          'idées de|d|pour',
          'rédige|rédiger|rédigez|écris|écrire|écrivez ... article|post|texte',
          'accroche*',
        ],
        ...[
          'slogan*',
          'calendrier éditorial',
          'sujet* ... article*|blog|calendrier',
          'propose* ... titre*|sujet*|accroche*',
        ],
        ...['idées d article*', 'post linkedin', 'article de blog'],
      ],
    },
    promptTemplate: 'creative',
    searchKnowledge: true,
    maxTokens: 1_536,
  },
  {
    name: 'campaign_help',
    examples: {
      en: [
        'Help me set up an email campaign.',
        'Which audience should the newsletter go to?',
        'When should we schedule the spring campaign?',
        'How do I run an A/B test on the landing page?',
      ],
      fr: [
        'Aide-moi à créer une campagne d’e-mails.',
        'À quelle liste envoyer la newsletter ?',
        'Quand programmer la campagne de printemps ?',
        'Comment faire un test A/B sur la page d’accueil ?',
      ],
    },
    patterns: {
      en: [
        ...[
          'campaign*',
          'newsletter*',
          'landing page*',
          'a b test*',
          'mailing list*',
          'target audience',
          'audience',
        ],
        ...['help ... campaign*', 'set|start|launch|schedule|plan ... campaign*', 'email|mail campaign*'],
      ],
      fr: [
        ...[
          'campagne*',
          'newsletter*',
          'emailing*',
          'infolettre*',
          'test a b',
          'liste de diffusion',
          'public cible',
        ],
        ...[
          'créer|lancer|programmer|planifier|préparer ... campagne*',
          'aide* ... campagne*',
          'campagne* d e mail*',
        ],
      ],
    },
    promptTemplate: 'answer',
    searchKnowledge: true,
    maxTokens: 1_024,
  },
  {
    name: 'technical_support',
    examples: {
      en: [
        'I forgot my password.',
        'I cannot log in to the dashboard.',
        'The export button does nothing in my browser.',
        'How do I change my profile picture?',
      ],
      fr: [
        'J’ai oublié mon mot de passe.',
        'Je n’arrive pas à me connecter au tableau de bord.',
        'Le bouton d’export ne fait rien dans mon navigateur.',
        'Comment changer ma photo de profil ?',
      ],
    },
    patterns: {
      en: [
        ...[
          'my|forgot|forgotten|reset password',
          'log|sign in|into',
          'login',
          'my account|profile|settings',
          'browser',
        ],
        ...[
          'button*',
          'dashboard|widget|page ... not|doesn|won|never|blank',
          'cannot|can t|unable ... log|sign in|into',
        ],
        ...[
          'technical support',
          'contact support',
          'bug|bugs',
          'cannot|unable ... log|sign in|into|out',
          'support ticket*',
        ],
        ...['button ... not|nothing|doesn|broken', 'can t log|sign in|into|out'],
      ],
      fr: [
        ...[
          'mot de passe oublié',
          'mon|oublié|réinitialiser ... mot de passe',
          'me connecter',
          'mon compte|profil',
        ],
        ...[
          'bouton*',
          'navigateur',
          'support|assistance technique',
          'bug|bogue|bugs',
          'photo de profil',
          'mes paramètres',
        ],
        ...[
          'tableau de bord|page|widget ... ne|vide|blanche',
          'arrive|peux pas à|me ... connecter',
          'bouton ... rien|ne',
        ],
        ...['n arrive pas à me connecter'],
      ],
    },
    promptTemplate: 'answer',
    searchKnowledge: true,
    maxTokens: 1_024,
  },
];
