import type { IntentEntry } from './intent-file.js';

/** What a consultant asks in a client meeting. */
export const consultingIntents: IntentEntry[] = [
  {
    name: 'migration',
    examples: {
      en: [
        'How do we move an Oracle database to Aurora?',
        'Plan the migration of 200 VMware machines.',
        'What should we check before the cut-over?',
        'We have to leave our data centre by June.',
      ],
      fr: [
        'Comment migrer une base Oracle vers Aurora ?',
        'Planifier la bascule de 200 machines VMware.',
        'Nous devons sortir de notre datacenter avant juin.',
        'Quelle stratégie de migration choisir ?',
      ],
    },
    patterns: {
      en: [
        ...[
          'migrat*',
          'move|moving|moved ... to|onto|into ... aws|cloud|aurora|rds|ec2|s3',
          'lift and shift',
        ],
        ...[
          'cut over',
          'cutover*',
          'rehost*',
          'replatform*',
          'leave|exit|leaving|exiting ... data center|centre',
        ],
        ...[
          'landing zone*',
          'vmware',
          'datasync',
          'dms',
          'mgn',
          'on premises|prem',
          'migration plan|strategy|wave*',
        ],
        ...['move ... oracle|sql|database*|server*|file*|terabyte*'],
      ],
      fr: [
        ...['migrer|migrons|migrez|migré|migrée', 'déplacer|transférer|basculer|passer ... vers', 'bascule*'],
        ...[
          'sortir|sortie|quitter ... datacenter|vmware',
          'centre de données',
          'plan|stratégie|vague* de migration',
        ],
        ...['sur site ... aws|cloud'],
      ],
    },
    promptTemplate: 'migration',
    searchKnowledge: true,
    maxTokens: 1_536,
  },
  {
    name: 'service_comparison',
    examples: {
      en: [
        'ECS or EKS for a team of four?',
        'What is the difference between an ALB and an NLB?',
        'Compare Savings Plans with Reserved Instances.',
        'SQS vs SNS vs EventBridge?',
      ],
      fr: [
        'ECS ou EKS pour une équipe de quatre ?',
        'Quelle est la différence entre un ALB et un NLB ?',
        'Comparez les Savings Plans et les instances réservées.',
        'Vaut-il mieux SQS que Kinesis ?',
      ],
    },
    patterns: {
      en: [
        ...[
          'vs|versus',
          'compare|compared|comparing|comparison',
          'difference|differences between',
          'differ ... from',
        ],
        ...[
          '@service or|vs|versus @service',
          '@service ... or|vs|versus ... @service',
          'better ... or',
          'instead of',
        ],
        ...[
          'which ... better',
          'pros and cons',
          'choose|pick|decide between',
          'rather than',
          'compare ... with|to|and',
        ],
        ...['difference|differences between ... and', 'which one'],
      ],
      fr: [
        ...[
          'comparer|comparez|comparaison|comparatif|comparons',
          'différence|différences entre',
          'plutôt que',
        ],
        ...['@service ou @service', '@service ... ou ... @service', 'au lieu de', 'lequel|laquelle|lesquels'],
        ...[
          'vaut il mieux',
          'choisir|choix|trancher entre',
          'avantages et inconvénients',
          'mieux ... que|ou',
        ],
        ...['différence|différences entre ... et', 'comparer|comparez|comparons ... et|avec|à'],
      ],
    },
    promptTemplate: 'comparison',
    searchKnowledge: true,
    maxTokens: 1_536,
  },
  {
    name: 'cost_estimate',
    examples: {
      en: [
        'How can a client with three VPCs cut the cost of NAT gateways?',
        'How much does a terabyte in S3 cost a month?',
        'Estimate the monthly bill of ten Fargate tasks.',
        'Our CloudWatch bill is too high.',
      ],
      fr: [
        'Comment réduire le coût des passerelles NAT ?',
        'Combien coûte un téraoctet dans S3 par mois ?',
        'Estimez la facture mensuelle de dix tâches Fargate.',
        'Notre facture CloudWatch est trop élevée.',
      ],
    },
    patterns: {
      en: [
        ...[
          '@cost',
          'how much',
          'how much ... @cost|pay|charge*',
          '@cut ... @cost|money',
          'cheap*',
          'budget*',
        ],
        ...[
          'estimate*|calculate ... @cost|budget',
          'monthly @cost|charge*',
          'expens*',
          'tco',
          'billed|billing|charged',
        ],
        ...[
          'what ... @cost',
          'savings plan*',
          'reserved instance*',
          'save money',
          'free tier',
          'cost estimate*|saving*',
        ],
        ...['cost|price of', 'per month|hour|gb|gigabyte', 'discount*'],
      ],
      fr: [
        ...[
          '@cout',
          'combien',
          'combien ... @cout|payer|paie|payons',
          '@reduire ... @cout|dépense*',
          'moins cher*',
        ],
        ...[
          'estim* ... @cout|budget',
          'trop cher*',
          'dépense*',
          'devis',
          'factur*',
          'instance* réservée*',
          'économies',
        ],
        ...['coût|coûts de|du|des', 'par mois|heure|go', 'remise*', 'quel|quelle ... @cout'],
      ],
    },
    promptTemplate: 'cost',
    searchKnowledge: true,
    maxTokens: 1_536,
  },
  {
    name: 'architecture_advice',
    examples: {
      en: [
        'How should we design a multi-region web shop?',
        'What are the best practices for VPC subnets?',
        'Recommend a highly available setup for PostgreSQL.',
        'How do we plan for disaster recovery?',
      ],
      fr: [
        'Comment concevoir une boutique en ligne multi-régions ?',
        'Quelles sont les bonnes pratiques pour les sous-réseaux ?',
        'Quelle architecture recommandez-vous pour PostgreSQL ?',
        'Comment préparer la reprise après sinistre ?',
      ],
    },
    patterns: {
      en: [
        ...[
          'architect*',
          'design|designs|designing',
          'best practice*',
          'how should|would ... build|structure|organi*',
        ],
        ...[
          'high|highly availab*',
          'multi az|region*',
          'scale|scales|scaling|scalab*',
          'resilien*',
          'recommend*',
        ],
        ...['disaster recovery', 'well architected', 'topology', 'fault toleran*', 'reference architecture'],
        ...['how should|would ... design|architect|set|split|connect|size', 'failover', 'advise|advice'],
      ],
      fr: [
        ...[
          'architect*',
          'concevoir|conception|concevez',
          'bonnes pratiques',
          'haute disponibilité',
          'multi az|région*',
        ],
        ...[
          'reprise après sinistre',
          'résilien*',
          'recommand*',
          'conseil*',
          'scalab*',
          'monter|montée en charge',
        ],
        ...['tolérance aux pannes', 'comment ... structurer|organiser|bâtir|dimensionner|découper|répartir'],
        ...['architecture de référence', 'topologie'],
      ],
    },
    promptTemplate: 'architecture',
    searchKnowledge: true,
    maxTokens: 1_536,
  },
];
