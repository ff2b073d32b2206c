/** `eu-west-1`, also with an availability zone's letter, and as people type it (`eu west 1`); linear. */
export const REGION_CODE =
  /(?<![\p{L}\p{N}-])(af|ap|ca|cn|eu|il|me|mx|sa|us)[- ](gov[- ])?(northeast|northwest|southeast|southwest|north|south|east|west|central)[- ]?(\d)[a-f]?(?![\p{L}\p{N}]|-[\p{L}\p{N}])/giu;

/** What people call a region, in English and French. Cities and countries are places too: see `entities.ts`. */
export const awsRegions: Record<string, readonly string[]> = {
  'af-south-1': ['Cape Town', 'Le Cap', 'South Africa', 'Afrique du Sud'],
  'ap-east-1': ['Hong Kong'],
  'ap-northeast-1': ['Tokyo'],
  'ap-northeast-2': ['Seoul', 'Séoul'],
  'ap-northeast-3': ['Osaka'],
  'ap-south-1': ['Mumbai', 'Bombay'],
  'ap-south-2': ['Hyderabad'],
  'ap-southeast-1': ['Singapore', 'Singapour'],
  'ap-southeast-2': ['Sydney'],
  'ap-southeast-3': ['Jakarta'],
  'ap-southeast-4': ['Melbourne'],
  'ap-southeast-5': ['Malaysia', 'Malaisie'],
  'ap-southeast-7': ['Thailand', 'Thaïlande', 'Bangkok'],
  'ca-central-1': ['Canada Central', 'Montreal', 'Montréal'],
  'ca-west-1': ['Calgary'],
  'eu-central-1': ['Frankfurt', 'Francfort'],
  'eu-central-2': ['Zurich', 'Zürich'],
  'eu-north-1': ['Stockholm'],
  'eu-south-1': ['Milan'],
  'eu-south-2': ['Spain', 'Espagne'],
  'eu-west-1': ['Ireland', 'Irlande', 'Dublin'],
  'eu-west-2': ['London', 'Londres'],
  'eu-west-3': ['Paris'],
  'il-central-1': ['Tel Aviv'],
  'me-central-1': ['UAE', 'Dubai', 'Dubaï', 'Émirats'],
  'me-south-1': ['Bahrain', 'Bahreïn'],
  'mx-central-1': ['Mexico', 'Mexique'],
  'sa-east-1': ['Sao Paulo', 'São Paulo'],
  'us-east-1': [
    ...['Northern Virginia', 'North Virginia', 'N. Virginia', 'N Virginia', 'Virginia', 'Virginie'],
    ...['Virginie du Nord', 'Virginie du nord'],
  ],
  'us-east-2': ['Ohio'],
  'us-west-1': ['Northern California', 'N. California', 'North California', 'Californie du Nord'],
  'us-west-2': ['Oregon', 'Orégon'],
};

/** Where one of these is in the text, a place is a region. */
export const ABOUT_REGIONS =
  /(?<![\p{L}\p{N}])(?:regions?|régions?|az|azs|availability zones?|zones? de disponibilité|aws|amazon|cloud|buckets?|clusters?|instances?|vpcs?|latency|latence|workloads?|failover|replic\p{L}{2,10}|répli\p{L}{2,10}|multi-az|endpoints?|subnets?|lambdas?|serverless|data ?cent(?:er|re)s?|deploy\p{L}{0,6}|déploy\p{L}{0,6}|host(?:ed|ing)?|héberg\p{L}{1,6})(?![\p{L}\p{N}])/iu;
