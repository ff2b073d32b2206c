import type { IntentEntry } from './intent-file.js';

/** What people ask who run the systems. These are the most special, so they stand first. */
export const operationsIntents: IntentEntry[] = [
  {
    name: 'security_review',
    examples: {
      en: [
        'Is it safe to keep database passwords in environment variables?',
        'Review the security of our S3 buckets.',
        'Which IAM permissions does the deployment role really need?',
        'Are we GDPR compliant if the logs stay in Ohio?',
      ],
      fr: [
        'Comment sécuriser les accès à nos buckets S3 ?',
        'Faut-il chiffrer les sauvegardes RDS ?',
        'Quelles permissions IAM donner au rôle de déploiement ?',
        'Sommes-nous conformes au RGPD ?',
      ],
    },
    patterns: {
      en: [
        ...['security', 'secure|secured|securing', 'encrypt*', 'iam', 'complian*', 'least privilege', 'mfa'],
        ...['gdpr|hipaa|soc2|pci', 'soc 2', 'iso 27001', 'vulnerab*', 'threat|threats', 'kms', 'waf', 'ddos'],
        ...[
          'guardduty',
          'security review|audit|posture|hub',
          'public ... bucket*',
          'is|are ... safe',
          'audit trail',
        ],
        ...[
          'audit|audits|auditor*',
          'permission*',
          'leak|leaks|leaked',
          'store|keep ... password*|secret*',
          'secrets',
        ],
        ...['data residency', 'attack*', 'scp|scps', 'access key*', 'root user|account'],
      ],
      fr: [
        ...['sécurité', 'sécuris*', 'chiffrer|chiffrement|chiffrée|chiffrées|chiffrons', 'conform*', 'rgpd'],
        ...[
          'moindre privilège',
          'vulnérab*',
          'menace*',
          'fuite*',
          'droits d accès',
          'attaque*',
          'revue de sécurité',
        ],
        ...[
          'clé d accès',
          'clés d accès',
          'compte racine',
          'résidence des données',
          'stocker ... secrets|mots',
        ],
      ],
    },
    promptTemplate: 'security',
    searchKnowledge: true,
    maxTokens: 1_536,
  },
  {
    name: 'troubleshooting',
    examples: {
      en: [
        'Why does our Lambda function time out after 15 minutes?',
        'The load balancer answers 504 since this morning.',
        'Instances in the private subnet cannot reach the internet.',
        'DynamoDB throttles our writes.',
      ],
      fr: [
        'Pourquoi notre fonction Lambda expire-t-elle ?',
        'Le répartiteur répond 504 depuis ce matin.',
        'Les instances du sous-réseau privé ne peuvent pas joindre Internet.',
        'Pourquoi la base RDS est-elle si lente ?',
      ],
    },
    patterns: {
      en: [
        ...[
          '@problem',
          'why ... @problem',
          'time|times|timed|timing out',
          'throttl*',
          'access denied',
          'debug*',
        ],
        ...[
          'troubleshoot*',
          '500|502|503|504',
          '@cannot ... connect|reach|access|resolve|start|pull',
          'not working',
        ],
        ...[
          'can t ... connect|reach|access|resolve|start|pull',
          'doesn|don|isn|won t ... work|start|respond|connect',
        ],
        ...[
          'connection refused|reset',
          'out of memory',
          'diagnos*',
          'root cause',
          'keeps ... restarting|failing|crashing',
        ],
        ...['what ... wrong', 'latency spike*', 'stopped working'],
      ],
      fr: [
        ...[
          '@probleme',
          'pourquoi ... @probleme|expire*',
          'ne fonctionne|marche|répond|démarre pas|plus',
          'dépann*',
        ],
        ...[
          'ne peut|peuvent|arrive|arrivent pas|plus ... joindre|accéder|connecter|démarrer',
          'accès refusé',
        ],
        ...[
          'impossible de ... connecter|joindre|accéder|démarrer',
          'délai ... dépassé',
          'connexion refusée',
          'bloqué*',
        ],
        ...[
          'expire|expirent',
          'mémoire insuffisante',
          'cause racine',
          'dysfonctionn*',
          'répond 500|502|503|504',
        ],
      ],
    },
    promptTemplate: 'troubleshooting',
    searchKnowledge: true,
    maxTokens: 1_536,
  },
];
