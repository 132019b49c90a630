/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-streaming.h"

#include "lk-demo-roles.h"

#include <string.h>

#define DAY_S (24 * 60 * 60)
#define HOUR_S (60 * 60)
#define ID_LENGTH 10
#define SPARE_TOKENS 6 /* that a tenant may have beyond those it starts with */
#define N_NUMBERED_SIGNED 4 /* numbered tenants whose row has a token; signing takes a millisecond each */

/* What the seeded tokens look like; 0 days: it never ends. */
typedef struct
{
  int              expiry_days; /* from today */
  LkDemoPulsarForm form;
} TokenTemplate;

static const TokenTemplate templates[] = {
  { 0, LK_DEMO_PULSAR_USUAL },
  { 5, LK_DEMO_PULSAR_USUAL },
  { 60, LK_DEMO_PULSAR_HIDDEN_END },
  { -3, LK_DEMO_PULSAR_USUAL },
  { 170, LK_DEMO_PULSAR_USUAL },
  { 0, LK_DEMO_PULSAR_OLD },
};

typedef struct
{
  const char *name;
  const char *cluster;
  const char *provider;
  const char *region;
  guint       n_tokens;
  gboolean    sparse;
  gboolean    as_strings;
} TenantTemplate;

/* The same name on two clusters is two tenants. */
static const TenantTemplate tenants[] = {
  { "orders", "pulsar-gcp-useast4", "gcp", "useast4", 5 },
  { "orders", "pulsar-aws-euwest1", "aws", "euwest1", 2, FALSE, TRUE },
  { "events", "pulsar-aws-euwest1", "aws", "euwest1", 6, TRUE },
  { "audit", "pulsar-gcp-useast4", "gcp", "useast4", 0 },
};

/**
 * LkDemoStreaming:
 *
 * The streaming half of one made-up organization. All but the dates and the signatures follows from the seed.
 */
struct _LkDemoStreaming
{
  char      *org_id;
  GRand     *rand;
  LkDemoKey *key;     /* not owned */
  GPtrArray *tenants; /* element-type LkDemoTenant, owned */
  gint64     today_s; /* the midnight (UTC) before the start */
};

static void
free_token (gpointer data)
{
  LkDemoPulsarToken *token = data;

  g_free (token->id);
  g_free (token);
}

static void
free_tenant (gpointer data)
{
  LkDemoTenant *tenant = data;

  g_free (tenant->name);
  g_free (tenant->id);
  g_ptr_array_unref (tenant->tokens);
  g_free (tenant);
}

static LkDemoPulsarToken *
add_token (LkDemoStreaming *self,
           LkDemoTenant    *tenant)
{
  static const char digits[] = "0123456789abcdef";
  LkDemoPulsarToken *token = g_new0 (LkDemoPulsarToken, 1);

  token->id = g_malloc (ID_LENGTH + 1);
  for (guint i = 0; i < ID_LENGTH; i++)
    token->id[i] = digits[g_rand_int_range (self->rand, 0, sizeof digits - 1)];
  token->id[ID_LENGTH] = '\0';
  g_ptr_array_add (tenant->tokens, token);

  return token;
}

static void
seed_token (LkDemoStreaming *self,
            LkDemoTenant    *tenant,
            guint            number)
{
  const TokenTemplate *template = &templates[number % G_N_ELEMENTS (templates)];
  LkDemoPulsarToken *token = add_token (self, tenant);

  token->form = template->form;
  token->issued_s = self->today_s - g_rand_int_range (self->rand, 10 * DAY_S, 300 * DAY_S);
  if (template->expiry_days != 0)
    token->expires_s = self->today_s + (gint64) template->expiry_days * DAY_S
                       + g_rand_int_range (self->rand, HOUR_S, 23 * HOUR_S);
}

static void
add_tenant (LkDemoStreaming      *self,
            const TenantTemplate *template,
            char                 *name,
            guint                 n_tokens)
{
  LkDemoTenant *tenant = g_new0 (LkDemoTenant, 1);

  tenant->name = name;
  tenant->cluster = template->cluster;
  tenant->provider = template->provider;
  tenant->region = template->region;
  tenant->sparse = template->sparse;
  tenant->as_strings = template->as_strings;
  tenant->id = lk_demo_uuid_new (self->rand);
  tenant->tokens = g_ptr_array_new_with_free_func (free_token);
  tenant->max_tokens = n_tokens + SPARE_TOKENS;
  for (guint i = 0; i < n_tokens; i++)
    seed_token (self, tenant, i);
  g_ptr_array_add (self->tenants, tenant);
}

/**
 * lk_demo_streaming_new:
 * @seed: the same seed gives the same tenants
 * @index: which organization it is of
 * @org_id: that organization's id
 * @n_tenants: how many tenants it has; the first few have names, the others are numbered
 * @n_tokens: how many tokens each numbered tenant has
 * @key: what tokens are signed with; has to outlive @self
 *
 * Makes up the streaming half of an organization.
 *
 * Returns: (transfer full): the tenants
 */
LkDemoStreaming *
lk_demo_streaming_new (guint32     seed,
                       guint       index,
                       const char *org_id,
                       guint       n_tenants,
                       guint       n_tokens,
                       LkDemoKey  *key)
{
  const guint32 seeds[] = { seed, index, 's' };
  LkDemoStreaming *self = g_new0 (LkDemoStreaming, 1);

  self->org_id = g_strdup (org_id);
  self->rand = g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
  self->key = key;
  self->tenants = g_ptr_array_new_with_free_func (free_tenant);
  self->today_s = g_get_real_time () / G_USEC_PER_SEC / DAY_S * DAY_S;

  for (guint i = 0; i < n_tenants; i++)
    {
      const TenantTemplate *template = &tenants[i % G_N_ELEMENTS (tenants)];

      if (i < G_N_ELEMENTS (tenants))
        add_tenant (self, template, g_strdup (template->name), template->n_tokens);
      else
        add_tenant (self, template, g_strdup_printf ("team-%04u", i), n_tokens);
    }

  return self;
}

/**
 * lk_demo_streaming_free:
 * @self: (transfer full): the tenants
 *
 * Frees them.
 */
void
lk_demo_streaming_free (LkDemoStreaming *self)
{
  g_free (self->org_id);
  g_rand_free (self->rand);
  g_ptr_array_unref (self->tenants);
  g_free (self);
}

/**
 * lk_demo_streaming_get_n_tokens:
 * @self: the tenants
 *
 * Counts the tokens of all tenants.
 *
 * Returns: how many there are now
 */
guint
lk_demo_streaming_get_n_tokens (LkDemoStreaming *self)
{
  guint n = 0;

  for (guint i = 0; i < self->tenants->len; i++)
    n += ((LkDemoTenant *) self->tenants->pdata[i])->tokens->len;

  return n;
}

/**
 * lk_demo_streaming_find_tenant:
 * @self: the tenants
 * @cluster: (nullable): a cluster; %NULL: any
 * @name: a tenant's name
 *
 * Finds a tenant.
 *
 * Returns: (transfer none) (nullable): the tenant
 */
LkDemoTenant *
lk_demo_streaming_find_tenant (LkDemoStreaming *self,
                               const char      *cluster,
                               const char      *name)
{
  for (guint i = 0; i < self->tenants->len; i++)
    {
      LkDemoTenant *tenant = self->tenants->pdata[i];

      if (g_str_equal (tenant->name, name) && (cluster == NULL || g_str_equal (tenant->cluster, cluster)))
        return tenant;
    }

  return NULL;
}

/**
 * lk_demo_streaming_find_token:
 * @tenant: a tenant
 * @id: an id
 *
 * Finds a token that can be asked for by its id.
 *
 * Returns: (transfer none) (nullable): the token
 */
const LkDemoPulsarToken *
lk_demo_streaming_find_token (LkDemoTenant *tenant,
                              const char   *id)
{
  for (guint i = 0; i < tenant->tokens->len; i++)
    {
      const LkDemoPulsarToken *token = tenant->tokens->pdata[i];

      if (token->form != LK_DEMO_PULSAR_OLD && g_str_equal (token->id, id))
        return token;
    }

  return NULL;
}

static char *
make_subject (LkDemoStreaming         *self,
              LkDemoTenant            *tenant,
              const LkDemoPulsarToken *token)
{
  g_autofree char *name = g_base64_encode ((const guchar *) tenant->name, strlen (tenant->name));

  return g_strconcat ("client;", self->org_id, ";", name, token->form != LK_DEMO_PULSAR_OLD ? ";" : NULL, token->id,
                      NULL);
}

static char *
make_claims (LkDemoStreaming         *self,
             LkDemoTenant            *tenant,
             const LkDemoPulsarToken *token)
{
  g_autofree char *subject = make_subject (self, tenant, token);
  g_autoptr (GString) claims = g_string_new ("{");

  if (token->expires_s != 0)
    g_string_append_printf (claims, "\"exp\":%" G_GINT64_FORMAT ",", token->expires_s);
  g_string_append_printf (claims, "\"iat\":%" G_GINT64_FORMAT ",\"iss\":\"datastax\",\"sub\":\"%s\"", token->issued_s,
                          subject);
  if (token->form != LK_DEMO_PULSAR_OLD)
    g_string_append_printf (claims, ",\"tokenid\":\"%s\"", token->id);
  g_string_append_c (claims, '}');

  return g_string_free (g_steal_pointer (&claims), FALSE);
}

/**
 * lk_demo_streaming_authenticate:
 * @self: the tenants
 * @token: what a call came with
 *
 * Looks up whose Pulsar token this is.
 *
 * Returns: (transfer none) (nullable): the tenant, %NULL if it is nobody's, was deleted or has expired
 */
LkDemoTenant *
lk_demo_streaming_authenticate (LkDemoStreaming *self,
                                const char      *token)
{
  const gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;

  for (guint i = 0; i < self->tenants->len; i++)
    {
      LkDemoTenant *tenant = self->tenants->pdata[i];

      for (guint j = 0; j < tenant->tokens->len; j++)
        {
          const LkDemoPulsarToken *known = tenant->tokens->pdata[j];
          g_autofree char *claims = make_claims (self, tenant, known);

          if ((known->expires_s == 0 || known->expires_s > now_s) && lk_demo_key_is (self->key, claims, token))
            return tenant;
        }
    }

  return NULL;
}

/**
 * lk_demo_streaming_create_token:
 * @self: the tenants
 * @tenant: one of them
 * @lifetime_s: how long the token shall last, in seconds, or 0 for ever
 *
 * Makes a token, which works and is listed from now on.
 *
 * Returns: (transfer none) (nullable): the token, %NULL if the tenant has as many as it may have
 */
const LkDemoPulsarToken *
lk_demo_streaming_create_token (LkDemoStreaming *self,
                                LkDemoTenant    *tenant,
                                gint64           lifetime_s)
{
  LkDemoPulsarToken *token;

  if (tenant->tokens->len >= tenant->max_tokens)
    return NULL;

  token = add_token (self, tenant);
  token->issued_s = g_get_real_time () / G_USEC_PER_SEC;
  token->expires_s = lifetime_s != 0 ? token->issued_s + lifetime_s : 0;

  return token;
}

/**
 * lk_demo_streaming_delete_token:
 * @tenant: a tenant
 * @id: an id
 *
 * Deletes a token, which stops working at once.
 *
 * Returns: whether there was such a token
 */
gboolean
lk_demo_streaming_delete_token (LkDemoTenant *tenant,
                                const char   *id)
{
  const LkDemoPulsarToken *token = lk_demo_streaming_find_token (tenant, id);

  return token != NULL && g_ptr_array_remove (tenant->tokens, (gpointer) token);
}

/**
 * lk_demo_streaming_sign:
 * @self: the tenants
 * @tenant: one of them
 * @token: one of its tokens
 *
 * Makes the token that a client uses.
 *
 * Returns: (transfer full): a JSON Web Token
 */
char *
lk_demo_streaming_sign (LkDemoStreaming         *self,
                        LkDemoTenant            *tenant,
                        const LkDemoPulsarToken *token)
{
  g_autofree char *claims = make_claims (self, tenant, token);

  return lk_demo_key_sign (self->key, claims);
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_number (JsonBuilder *builder,
            const char  *name,
            gint64       value,
            gboolean     as_string)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  json_builder_set_member_name (builder, name);
  if (as_string)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_int_value (builder, value);
}

static void
add_tenant_row (LkDemoStreaming *self,
                JsonBuilder     *builder,
                LkDemoTenant    *tenant,
                gboolean         with_token,
                const char      *url)
{
  g_autofree char *token = with_token && tenant->tokens->len > 0
                             ? lk_demo_streaming_sign (self, tenant, tenant->tokens->pdata[0])
                             : g_strdup ("");
  g_autofree char *broker = g_strdup_printf ("pulsar+ssl://%s.streaming.example:6651", tenant->cluster);
  g_autofree char *websocket = g_strdup_printf ("wss://%s.streaming.example:8001/ws/v2", tenant->cluster);
  g_autofree char *query_websocket = g_strdup_printf ("wss://%s.streaming.example:8964/ws/v2", tenant->cluster);

  json_builder_begin_object (builder);
  add_string (builder, "id", tenant->sparse ? "" : tenant->id);
  add_string (builder, "tenantName", tenant->name);
  add_string (builder, "clusterName", tenant->cluster);
  add_string (builder, "webServiceUrl", url);
  add_string (builder, "brokerServiceUrl", broker);
  add_string (builder, "websocketUrl", websocket);
  if (!tenant->sparse)
    add_string (builder, "websocketQueryParamUrl", query_websocket);
  add_string (builder, "pulsarToken", token);
  add_string (builder, "plan", "payg");
  if (tenant->sparse)
    add_string (builder, "planCode", "");
  else
    add_number (builder, "planCode", 1, tenant->as_strings);
  add_string (builder, "astraOrgGUID", self->org_id);
  add_string (builder, "cloudRegion", tenant->region);
  add_string (builder, "cloudProvider", tenant->provider);
  if (!tenant->sparse)
    add_number (builder, "cloudProviderCode", 1, tenant->as_strings);
  add_string (builder, "status", tenant->sparse ? "" : "active");
  add_string (builder, "jvmVersion", "JDK11");
  add_string (builder, "pulsarVersion", "3.1");
  add_string (builder, "regionZone", tenant->sparse ? "" : "na");
  add_string (builder, "Email", "operations@acme.example");
  add_string (builder, "userMetricsUrl", "");
  add_string (builder, "pulsarInstance", tenant->sparse ? "" : "prod0");
  add_string (builder, "clusterType", "");
  json_builder_end_object (builder);
}

/**
 * lk_demo_streaming_tenants_to_json:
 * @self: the tenants
 * @url: the address of the service, which is that of all clusters too
 *
 * Makes the answer to a call for the tenants. As with the real service, rows have a token in them.
 *
 * Returns: (transfer full): an array
 */
JsonNode *
lk_demo_streaming_tenants_to_json (LkDemoStreaming *self,
                                   const char      *url)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < self->tenants->len; i++)
    add_tenant_row (self, builder, self->tenants->pdata[i], i < G_N_ELEMENTS (tenants) + N_NUMBERED_SIGNED, url);
  json_builder_end_array (builder);

  return json_builder_get_root (builder);
}

/**
 * lk_demo_streaming_tokens_to_json:
 * @self: the tenants
 * @tenant: one of them
 *
 * Makes the answer to a call for a tenant's tokens.
 *
 * Returns: (transfer full): an array
 */
JsonNode *
lk_demo_streaming_tokens_to_json (LkDemoStreaming *self,
                                  LkDemoTenant    *tenant)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < tenant->tokens->len; i++)
    {
      const LkDemoPulsarToken *token = tenant->tokens->pdata[i];
      g_autofree char *subject = make_subject (self, tenant, token);

      json_builder_begin_object (builder);
      if (token->expires_s != 0 && token->form == LK_DEMO_PULSAR_USUAL)
        add_number (builder, "exp", token->expires_s, tenant->as_strings);
      add_number (builder, "iat", token->issued_s, tenant->as_strings);
      add_string (builder, "iss", "datastax");
      add_string (builder, "sub", subject);
      if (token->form != LK_DEMO_PULSAR_OLD)
        add_string (builder, "tokenid", token->id);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  return json_builder_get_root (builder);
}
