export interface SampleUser {
  /** Stable, so that a user's sessions are there again after a restart. */
  id: string;
  name: string;
  email: string;
  roles: string[];
}

/** Who can sign in to the sample dashboard, by the name that `POST /dev/login` takes. */
export const sampleUsers = {
  viewer: {
    id: '01930000-0000-7000-8000-000000000001',
    name: 'Vera Lindqvist',
    email: 'vera@example.com',
    roles: ['viewer'],
  },
  consultant: {
    id: '01930000-0000-7000-8000-000000000002',
    name: 'Camille Duval',
    email: 'camille@example.com',
    roles: ['consultant'],
  },
  supervisor: {
    id: '01930000-0000-7000-8000-000000000003',
    name: 'Samir Haddad',
    email: 'samir@example.com',
    roles: ['supervisor'],
  },
  admin: {
    id: '01930000-0000-7000-8000-000000000004',
    name: 'Ada Marsh',
    email: 'ada@example.com',
    roles: ['admin'],
  },
} satisfies Record<string, SampleUser>;

export type SampleUserName = keyof typeof sampleUsers;

export const sampleUserNames = Object.keys(sampleUsers) as SampleUserName[];
