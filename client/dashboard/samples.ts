import type { DraftContext } from '../core/state.js';
import type { Language } from '../i18n/choose-language.js';
import type { PageName } from './use-page.js';

export interface SamplePage {
  crumb: string;
  title: string;
  figures: readonly { value: string; label: string }[];
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  /** What a conversation started on this page is about. */
  context: DraftContext;
}

const en: Record<PageName, SamplePage> = {
  meetings: {
    crumb: 'Meetings / Tuesday 14:00',
    title: 'Acme Retail, architecture review',
    figures: [
      { value: '3', label: 'VPCs in scope' },
      { value: '$18,420', label: 'AWS bill last month' },
      { value: '7.2 %', label: 'of it NAT and transfer' },
      { value: '2', label: 'open findings' },
    ],
    columns: ['Workload', 'Region', 'Monthly', 'Trend'],
    rows: [
      ['Storefront', 'eu-west-1', '$6,210', '+4 %'],
      ['Order pipeline', 'eu-west-1', '$5,480', '−2 %'],
      ['Warehouse sync', 'eu-west-3', '$3,905', '+11 %'],
      ['Reporting', 'eu-west-1', '$2,825', '0 %'],
    ],
    context: {
      client_name: 'Acme Retail',
      meeting_type: 'architecture review',
      service_types: ['ECS on Fargate', 'EKS'],
    },
  },
  clients: {
    crumb: 'Clients',
    title: 'Five active clients',
    figures: [
      { value: '5', label: 'active clients' },
      { value: '11', label: 'meetings this month' },
      { value: '$96,300', label: 'AWS spend under advice' },
      { value: '4', label: 'renewals this quarter' },
    ],
    columns: ['Client', 'Sector', 'Monthly', 'Next meeting'],
    rows: [
      ['Acme Retail', 'Retail', '$18,420', 'Tuesday 14:00'],
      ['Belcourt', 'Insurance', '$31,700', 'Thursday 10:30'],
      ['Northgate', 'Public sector', '$22,150', '2 December'],
      ['Halden Foods', 'Food', '$14,880', '4 December'],
      ['Lumière', 'Media', '$9,150', '9 December'],
    ],
    context: {},
  },
  projects: {
    crumb: 'Projects',
    title: 'Warehouse migration, Acme Retail',
    figures: [
      { value: '41', label: 'servers in scope' },
      { value: '26', label: 'moved' },
      { value: '3', label: 'blocked' },
      { value: '12 Jan', label: 'cut-over' },
    ],
    columns: ['Wave', 'Method', 'Servers', 'State'],
    rows: [
      ['1, file shares', 'DataSync', '9', 'done'],
      ['2, web tier', 'MGN', '17', 'done'],
      ['3, Oracle', 'DMS', '4', 'testing'],
      ['4, batch', 'MGN', '11', 'planned'],
    ],
    context: {
      client_name: 'Acme Retail',
      meeting_type: 'migration review',
      service_types: ['Oracle', 'Aurora PostgreSQL'],
    },
  },
  costs: {
    crumb: 'Costs / October',
    title: 'Where the money went',
    figures: [
      { value: '$96,300', label: 'all clients' },
      { value: '+3.1 %', label: 'on September' },
      { value: '61 %', label: 'under Savings Plans' },
      { value: '$4,120', label: 'idle, by estimate' },
    ],
    columns: ['Service', 'Clients', 'Monthly', 'Trend'],
    rows: [
      ['EC2', '5', '$38,900', '+1 %'],
      ['RDS', '5', '$21,400', '+2 %'],
      ['S3', '5', '$9,870', '+6 %'],
      ['NAT and transfer', '4', '$7,240', '+12 %'],
      ['EKS', '2', '$5,610', '0 %'],
    ],
    context: { meeting_type: 'cost review' },
  },
  reports: {
    crumb: 'Reports',
    title: 'Security review, Northgate',
    figures: [
      { value: '128', label: 'controls checked' },
      { value: '119', label: 'passed' },
      { value: '7', label: 'to mend' },
      { value: '2', label: 'urgent' },
    ],
    columns: ['Finding', 'Account', 'Severity', 'Age'],
    rows: [
      ['Root key in use', 'shared', 'urgent', '4 d'],
      ['Public snapshot', 'data', 'urgent', '1 d'],
      ['No MFA for 3 users', 'shared', 'high', '12 d'],
      ['Open port 22', 'sandbox', 'medium', '30 d'],
    ],
    context: {
      client_name: 'Northgate',
      meeting_type: 'security review',
      service_types: ['IAM', 'S3', 'KMS'],
    },
  },
};

const fr: Record<PageName, SamplePage> = {
  meetings: {
    ...en.meetings,
    crumb: 'Réunions / mardi 14 h',
    title: 'Acme Retail, revue d’architecture',
    figures: [
      { value: '3', label: 'VPC concernés' },
      { value: '18 420 $', label: 'facture AWS du mois dernier' },
      { value: '7,2 %', label: 'pour NAT et transferts' },
      { value: '2', label: 'points ouverts' },
    ],
    columns: ['Charge', 'Région', 'Par mois', 'Tendance'],
    rows: [
      ['Boutique', 'eu-west-1', '6 210 $', '+4 %'],
      ['Commandes', 'eu-west-1', '5 480 $', '−2 %'],
      ['Synchro entrepôt', 'eu-west-3', '3 905 $', '+11 %'],
      ['Rapports', 'eu-west-1', '2 825 $', '0 %'],
    ],
    context: {
      client_name: 'Acme Retail',
      meeting_type: 'revue d’architecture',
      service_types: ['ECS sur Fargate', 'EKS'],
    },
  },
  clients: {
    ...en.clients,
    title: 'Cinq clients actifs',
    figures: [
      { value: '5', label: 'clients actifs' },
      { value: '11', label: 'réunions ce mois-ci' },
      { value: '96 300 $', label: 'de dépenses AWS suivies' },
      { value: '4', label: 'renouvellements ce trimestre' },
    ],
    columns: ['Client', 'Secteur', 'Par mois', 'Prochaine réunion'],
    rows: [
      ['Acme Retail', 'Distribution', '18 420 $', 'mardi 14 h'],
      ['Belcourt', 'Assurance', '31 700 $', 'jeudi 10 h 30'],
      ['Northgate', 'Secteur public', '22 150 $', '2 décembre'],
      ['Halden Foods', 'Agroalimentaire', '14 880 $', '4 décembre'],
      ['Lumière', 'Médias', '9 150 $', '9 décembre'],
    ],
  },
  projects: {
    ...en.projects,
    crumb: 'Projets',
    title: 'Migration de l’entrepôt, Acme Retail',
    figures: [
      { value: '41', label: 'serveurs concernés' },
      { value: '26', label: 'déplacés' },
      { value: '3', label: 'bloqués' },
      { value: '12 janv.', label: 'bascule' },
    ],
    columns: ['Vague', 'Méthode', 'Serveurs', 'État'],
    rows: [
      ['1, partages de fichiers', 'DataSync', '9', 'faite'],
      ['2, couche web', 'MGN', '17', 'faite'],
      ['3, Oracle', 'DMS', '4', 'en test'],
      ['4, traitements', 'MGN', '11', 'prévue'],
    ],
    context: {
      client_name: 'Acme Retail',
      meeting_type: 'revue de migration',
      service_types: ['Oracle', 'Aurora PostgreSQL'],
    },
  },
  costs: {
    ...en.costs,
    crumb: 'Coûts / octobre',
    title: 'Où va l’argent',
    figures: [
      { value: '96 300 $', label: 'tous clients' },
      { value: '+3,1 %', label: 'sur septembre' },
      { value: '61 %', label: 'sous Savings Plans' },
      { value: '4 120 $', label: 'inutilisés, estimation' },
    ],
    columns: ['Service', 'Clients', 'Par mois', 'Tendance'],
    rows: [
      ['EC2', '5', '38 900 $', '+1 %'],
      ['RDS', '5', '21 400 $', '+2 %'],
      ['S3', '5', '9 870 $', '+6 %'],
      ['NAT et transferts', '4', '7 240 $', '+12 %'],
      ['EKS', '2', '5 610 $', '0 %'],
    ],
    context: { meeting_type: 'revue des coûts' },
  },
  reports: {
    ...en.reports,
    crumb: 'Rapports',
    title: 'Revue de sécurité, Northgate',
    figures: [
      { value: '128', label: 'contrôles vérifiés' },
      { value: '119', label: 'conformes' },
      { value: '7', label: 'à corriger' },
      { value: '2', label: 'urgents' },
    ],
    columns: ['Constat', 'Compte', 'Gravité', 'Âge'],
    rows: [
      ['Clé racine utilisée', 'shared', 'urgent', '4 j'],
      ['Instantané public', 'data', 'urgent', '1 j'],
      ['3 comptes sans MFA', 'shared', 'élevée', '12 j'],
      ['Port 22 ouvert', 'sandbox', 'moyenne', '30 j'],
    ],
    context: {
      client_name: 'Northgate',
      meeting_type: 'revue de sécurité',
      service_types: ['IAM', 'S3', 'KMS'],
    },
  },
};

export function samplePage(page: PageName, language: Language): SamplePage {
  return (language === 'fr' ? fr : en)[page];
}
