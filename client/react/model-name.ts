/** `nova-pro` of `eu.amazon.nova-pro-v1:0` or of an ARN that ends so: what a person may say to a colleague. */
export function modelName(id: string): string {
  const last = id.slice(id.lastIndexOf('/') + 1);
  const name = last.slice(last.lastIndexOf('.') + 1);
  return name.replace(/-v\d+(?::\d+)?$/, '').replace(/-\d{8}$/, '') || id;
}
