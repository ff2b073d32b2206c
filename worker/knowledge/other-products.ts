/**
 * Names of other products that people ask about, folded. Like a service of AWS such a name has to be in what was found:
 * "upgrade an OpenShift cluster" is not answered by how EKS is upgraded. What the knowledge base knows of them it says.
 */
export const otherProducts: ReadonlySet<string> = new Set(
  `azure entra gcp openshift rancher proxmox nutanix citrix vmware podman docker terraform pulumi ansible puppet
  jenkins gitlab github bitbucket git jira confluence trello asana notion
  python javascript typescript kotlin golang php dotnet django laravel angular react
  windows linux debian ubuntu centos macos macbook ipad iphone android
  excel powerpoint outlook sharepoint onedrive gmail slack zoom webex photoshop figma canva
  salesforce hubspot zendesk servicenow odoo shopify wordpress drupal magento stripe paypal
  oracle mysql mariadb postgresql mongodb cassandra couchbase neo4j elasticsearch kibana splunk datadog dynatrace
  grafana prometheus snowflake databricks bigquery tableau looker kafka rabbitmq nginx haproxy tomcat
  cloudflare akamai fastly vercel netlify heroku digitalocean ovh ovhcloud scaleway hetzner linode alibaba
  openai chatgpt gemini copilot okta auth0 hashicorp`.split(/\s+/),
);
