/** `eu-west-1`, also with the letter of an availability zone; the first group is the region. Linear. */
export const REGION_CODE =
  /(?<![\p{L}\p{N}-])((?:af|ap|ca|cn|eu|il|me|mx|sa|us)-(?:gov-)?(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d)[a-f]?(?![\p{L}\p{N}-])/giu;

/** What people call a region, in English and French. */
export const awsRegions: Record<string, readonly string[]> = {
  'af-south-1': ['Cape Town', 'Le Cap'],
  'ap-northeast-1': ['Tokyo'],
  'ap-northeast-2': ['Seoul', 'Séoul'],
  'ap-south-1': ['Mumbai', 'Bombay'],
  'ap-southeast-1': ['Singapore', 'Singapour'],
  'ap-southeast-2': ['Sydney'],
  'ca-central-1': ['Canada Central', 'Montreal', 'Montréal'],
  'eu-central-1': ['Frankfurt', 'Francfort'],
  'eu-central-2': ['Zurich'],
  'eu-north-1': ['Stockholm'],
  'eu-south-1': ['Milan'],
  'eu-west-1': ['Ireland', 'Irlande', 'Dublin'],
  'eu-west-2': ['London', 'Londres'],
  'eu-west-3': ['Paris'],
  'me-south-1': ['Bahrain', 'Bahreïn'],
  'sa-east-1': ['Sao Paulo', 'São Paulo'],
  'us-east-1': ['Northern Virginia', 'N. Virginia', 'Virginia', 'Virginie'],
  'us-east-2': ['Ohio'],
  'us-west-1': ['Northern California', 'N. California'],
  'us-west-2': ['Oregon'],
};
