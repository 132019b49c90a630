/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-org.h"

#define CLIENT_ID_LENGTH 24
#define SECRET_LENGTH 128
#define NEVER_DAYS G_MAXINT
#define DAY_S (24 * 60 * 60)

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
static const char secret_characters[] =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,-._";

/* What the seeded tokens look like. */
typedef struct
{
  const char *description; /* NULL leaves the field out */
  const char *role;        /* a name; NULL for an id that no role has */
  const char *second_role; /* NULL for none */
  int         expiry_days; /* from today, to the end of that day */
  gboolean    null_expiry;
  gboolean    role_by_name;
} TokenTemplate;

static const TokenTemplate templates[] = {
  { "ci-deploy", "R/W Svc Acct", "Database Administrator", 90 },
  { "nightly export job", "RO Svc Acct", NULL, 5 },
  { "grafana dashboard", "API RO Svc Acct", NULL, NEVER_DAYS, TRUE },
  { "", "R/W User", NULL, NEVER_DAYS, TRUE },
  { "orders importer (retired)", "API R/W Svc Acct", NULL, -12 },
  { NULL, "RO User", NULL, NEVER_DAYS },
  { "made by an old script", NULL, NULL, NEVER_DAYS, TRUE },
  { "terraform", "Organization Administrator", NULL, 200, FALSE, TRUE },
  { "streaming bridge, Frankfurt → Oregon", "API Admin Svc Acct", NULL, 30 },
  { "invoice reader", "Billing Admin", "UI View Only", 365 },
  { "orders report", "orders database, read only", "legacy import", NEVER_DAYS },
};

/* Where the row of the sign-in token goes, so that nobody takes the first or last row for it. */
#define SIGN_IN_POSITION 2

/**
 * LkDemoOrg:
 *
 * One made-up organization: its roles, its user and its tokens. All but the dates follows from the seed; dates follow
 * from the seed and the day on which it is made.
 */
struct _LkDemoOrg
{
  char       *id;
  const char *name; /* static */
  char       *user_id;
  char       *sign_in_token;
  GRand      *rand;
  GPtrArray  *roles;
  GPtrArray  *tokens;        /* element-type LkDemoToken, owned; in the order of the list */
  GHashTable *tokens_by_id;  /* client id → LkDemoToken, both not owned */
  gint64      today_s;       /* the midnight (UTC) before the start */
  gboolean    old_spelling;
};

static void
free_token (gpointer data)
{
  LkDemoToken *token = data;

  g_free (token->client_id);
  g_free (token->checksum);
  g_strfreev (token->roles);
  g_free (token->description);
  g_free (token->expiry);
  g_free (token);
}

static char *
random_text (GRand      *rand,
             const char *characters,
             gsize       n_characters,
             gsize       length)
{
  char *text = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    text[i] = characters[g_rand_int_range (rand, 0, (gint32) n_characters)];
  text[length] = '\0';

  return text;
}

static char *
format_time (gint64      time_us,
             const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);

  return g_date_time_format (time, format);
}

/* Returns the token itself; the secret goes to @out_secret, if that is wanted. */
static char *
add_token (LkDemoOrg   *self,
           LkDemoToken *token,
           char       **out_secret)
{
  g_autofree char *secret = random_text (self->rand, secret_characters, sizeof secret_characters - 1, SECRET_LENGTH);

  token->client_id = random_text (self->rand, letters, sizeof letters - 1, CLIENT_ID_LENGTH);
  token->checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret, SECRET_LENGTH);
  g_ptr_array_add (self->tokens, token);
  g_hash_table_insert (self->tokens_by_id, token->client_id, token);

  if (out_secret != NULL)
    *out_secret = g_steal_pointer (&secret);

  return g_strconcat ("AstraCS:", token->client_id, ":", token->checksum, NULL);
}

static void
add_role (LkDemoOrg    *self,
          GStrvBuilder *builder,
          const char   *name)
{
  const LkDemoRole *role = lk_demo_roles_find_by_name (self->roles, name);

  g_strv_builder_add (builder, role->id);
}

static GStrv
choose_roles (LkDemoOrg           *self,
              const TokenTemplate *template)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (template->role == NULL)
    {
      g_autofree char *unknown_id = lk_demo_uuid_new (self->rand);

      g_strv_builder_add (builder, unknown_id);
    }
  else if (template->role_by_name)
    {
      g_strv_builder_add (builder, template->role);
    }
  else
    {
      add_role (self, builder, template->role);
    }

  if (template->second_role != NULL)
    add_role (self, builder, template->second_role);

  return g_strv_builder_end (builder);
}

/* The first round has the templates' own words; later rounds number them. */
static void
seed_token (LkDemoOrg *self,
            guint      number)
{
  const TokenTemplate *template = &templates[number % G_N_ELEMENTS (templates)];
  guint round = number / G_N_ELEMENTS (templates);
  LkDemoToken *token = g_new0 (LkDemoToken, 1);
  g_autofree char *full_token = NULL;
  gint64 age_s = g_rand_int_range (self->rand, 20 * DAY_S, 700 * DAY_S);

  if (template->description != NULL && template->description[0] != '\0' && round > 0)
    token->description = g_strdup_printf ("%s %u", template->description, round + 1);
  else
    token->description = g_strdup (template->description);

  token->roles = choose_roles (self, template);
  token->generated_us = (self->today_s - age_s) * G_USEC_PER_SEC + g_rand_int_range (self->rand, 0, G_USEC_PER_SEC);
  token->expires_us = G_MAXINT64;
  token->null_expiry = template->null_expiry;
  if (template->expiry_days != NEVER_DAYS)
    {
      gint64 expires_s = self->today_s + (template->expiry_days + (gint64) 1) * DAY_S - 1;

      token->expires_us = expires_s * G_USEC_PER_SEC;
      token->expiry = format_time (token->expires_us, "%Y-%m-%dT%H:%M:%SZ");
    }

  full_token = add_token (self, token, NULL);
}

static void
seed_sign_in_token (LkDemoOrg *self)
{
  LkDemoToken *token = g_new0 (LkDemoToken, 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  add_role (self, builder, "Organization Administrator");
  token->roles = g_strv_builder_end (builder);
  token->description = g_strdup ("Latchkey");
  token->generated_us = (self->today_s - g_rand_int_range (self->rand, 2 * DAY_S, 10 * DAY_S)) * G_USEC_PER_SEC;
  token->expires_us = G_MAXINT64;
  token->null_expiry = TRUE;
  self->sign_in_token = add_token (self, token, NULL);
}

/**
 * lk_demo_org_new:
 * @seed: the same seed gives the same organization
 * @index: 0 for the first organization, 1 for the second
 * @n_tokens: how many rows its list shall have, that of the sign-in token among them; at least 1
 *
 * Makes up an organization.
 *
 * Returns: (transfer full): the organization
 */
LkDemoOrg *
lk_demo_org_new (guint32 seed,
                 guint   index,
                 guint   n_tokens)
{
  const guint32 seeds[] = { seed, index };
  LkDemoOrg *self;
  guint sign_in_position;

  g_return_val_if_fail (n_tokens >= 1, NULL);

  self = g_new0 (LkDemoOrg, 1);
  self->rand = g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
  self->id = lk_demo_uuid_new (self->rand);
  self->user_id = lk_demo_uuid_new (self->rand);
  self->name = index == 0 ? "Acme Production" : "Acme Sandbox";
  self->old_spelling = index != 0;
  self->today_s = g_get_real_time () / G_USEC_PER_SEC / DAY_S * DAY_S;
  self->roles = lk_demo_roles_new (self->rand, self->id);
  self->tokens = g_ptr_array_new_with_free_func (free_token);
  self->tokens_by_id = g_hash_table_new (g_str_hash, g_str_equal);

  sign_in_position = MIN (SIGN_IN_POSITION, n_tokens - 1);
  for (guint i = 0; i < n_tokens - 1; i++)
    {
      if (i == sign_in_position)
        seed_sign_in_token (self);
      seed_token (self, i);
    }
  if (self->sign_in_token == NULL)
    seed_sign_in_token (self);

  return self;
}

/**
 * lk_demo_org_free:
 * @self: an organization
 *
 * Frees an organization and all that it has.
 */
void
lk_demo_org_free (LkDemoOrg *self)
{
  g_free (self->id);
  g_free (self->user_id);
  g_free (self->sign_in_token);
  g_rand_free (self->rand);
  g_hash_table_unref (self->tokens_by_id);
  g_ptr_array_unref (self->tokens);
  g_ptr_array_unref (self->roles);
  g_free (self);
}

/**
 * lk_demo_org_get_id:
 * @self: an organization
 *
 * Gets the UUID of an organization.
 *
 * Returns: (transfer none): the id
 */
const char *
lk_demo_org_get_id (LkDemoOrg *self)
{
  return self->id;
}

/**
 * lk_demo_org_get_roles:
 * @self: an organization
 *
 * Gets the roles that an organization knows.
 *
 * Returns: (transfer none) (element-type LkDemoRole): the roles
 */
GPtrArray *
lk_demo_org_get_roles (LkDemoOrg *self)
{
  return self->roles;
}

/**
 * lk_demo_org_get_sign_in_token:
 * @self: an organization
 *
 * Gets the token that a user of the demo signs in with. It may have been deleted since.
 *
 * Returns: (transfer none): a token that is allowed everything
 */
const char *
lk_demo_org_get_sign_in_token (LkDemoOrg *self)
{
  return self->sign_in_token;
}

/**
 * lk_demo_org_get_n_tokens:
 * @self: an organization
 *
 * Counts the tokens that an organization has now.
 *
 * Returns: the length of its list
 */
guint
lk_demo_org_get_n_tokens (LkDemoOrg *self)
{
  return self->tokens->len;
}

/**
 * lk_demo_org_authenticate:
 * @self: an organization
 * @token: a well-formed token: `AstraCS:`, 24 letters, a colon, 64 hex digits
 *
 * Looks up whose token this is.
 *
 * Returns: (transfer none) (nullable): its row until the next change of @self, or %NULL if it is not of this
 *   organization, has been deleted or has expired
 */
const LkDemoToken *
lk_demo_org_authenticate (LkDemoOrg  *self,
                          const char *token)
{
  g_auto (GStrv) parts = g_strsplit (token, ":", 3);
  const LkDemoToken *row;

  g_return_val_if_fail (g_strv_length (parts) == 3, NULL);

  row = g_hash_table_lookup (self->tokens_by_id, parts[1]);
  if (row == NULL || !g_str_equal (row->checksum, parts[2]) || row->expires_us <= g_get_real_time ())
    return NULL;

  return row;
}

/**
 * lk_demo_org_allows:
 * @self: an organization
 * @token: one of its tokens
 * @action: such as `org-token-read`
 *
 * Tells whether a token may do something.
 *
 * Returns: whether one of its roles allows @action
 */
gboolean
lk_demo_org_allows (LkDemoOrg         *self,
                    const LkDemoToken *token,
                    const char        *action)
{
  return lk_demo_roles_allow (self->roles, token->roles, action);
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
add_roles (JsonBuilder *builder,
           GStrv        roles)
{
  json_builder_set_member_name (builder, "roles");
  json_builder_begin_array (builder);
  for (guint i = 0; roles[i] != NULL; i++)
    json_builder_add_string_value (builder, roles[i]);
  json_builder_end_array (builder);
}

/**
 * lk_demo_org_create_token:
 * @self: an organization
 * @roles: ids of roles, taken as they are
 * @description: (nullable): what the token is for
 * @expiry: (nullable): when it expires, as the client wrote it
 * @expires_us: the same in microseconds since 1970, or %G_MAXINT64
 *
 * Makes a token, which works and is listed from now on.
 *
 * Returns: (transfer full): the answer to the client, the only thing that ever holds the secret
 */
JsonNode *
lk_demo_org_create_token (LkDemoOrg          *self,
                          const char * const *roles,
                          const char         *description,
                          const char         *expiry,
                          gint64              expires_us)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  LkDemoToken *token = g_new0 (LkDemoToken, 1);
  g_autofree char *full_token = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *seconds = NULL;
  g_autofree char *generated = NULL;

  token->roles = g_strdupv ((GStrv) roles);
  token->description = g_strdup (description);
  token->expiry = g_strdup (expiry);
  token->expires_us = expires_us;
  token->null_expiry = TRUE;
  token->generated_us = g_get_real_time ();
  full_token = add_token (self, token, &secret);

  seconds = format_time (token->generated_us, "%Y-%m-%dT%H:%M:%S");
  generated = g_strdup_printf ("%s.%06d%03dZ", seconds, (int) (token->generated_us % G_USEC_PER_SEC),
                               g_rand_int_range (self->rand, 0, 1000));

  json_builder_begin_object (builder);
  add_string (builder, "clientId", token->client_id);
  add_string (builder, "secret", secret);
  add_string (builder, "orgId", self->id);
  add_roles (builder, token->roles);
  add_string (builder, "token", full_token);
  add_string (builder, "generatedOn", generated);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

/**
 * lk_demo_org_delete_token:
 * @self: an organization
 * @client_id: which token, its letters in the right case
 *
 * Deletes a token, which stops working at once. That may be the one that the call was made with.
 *
 * Returns: whether there was such a token
 */
gboolean
lk_demo_org_delete_token (LkDemoOrg  *self,
                          const char *client_id)
{
  LkDemoToken *token = g_hash_table_lookup (self->tokens_by_id, client_id);

  if (token == NULL)
    return FALSE;

  g_hash_table_remove (self->tokens_by_id, client_id);
  g_ptr_array_remove (self->tokens, token);

  return TRUE;
}

/**
 * lk_demo_org_tokens_to_json:
 * @self: an organization
 *
 * Makes the answer to a call for the tokens.
 *
 * Returns: (transfer full): an object with the array `clients`
 */
JsonNode *
lk_demo_org_tokens_to_json (LkDemoOrg *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "clients");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->tokens->len; i++)
    {
      const LkDemoToken *token = g_ptr_array_index (self->tokens, i);
      g_autofree char *seconds = format_time (token->generated_us, "%Y-%m-%dT%H:%M:%S");
      g_autofree char *generated = NULL;

      generated = g_strdup_printf ("%s.%03dZ", seconds, (int) (token->generated_us / 1000 % 1000));

      json_builder_begin_object (builder);
      add_string (builder, "clientId", token->client_id);
      add_roles (builder, token->roles);
      add_string (builder, "generatedOn", generated);
      if (token->description != NULL)
        add_string (builder, "description", token->description);
      if (token->expiry != NULL)
        {
          add_string (builder, "tokenExpiry", token->expiry);
        }
      else if (token->null_expiry)
        {
          json_builder_set_member_name (builder, "tokenExpiry");
          json_builder_add_null_value (builder);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

/**
 * lk_demo_org_roles_to_json:
 * @self: an organization
 *
 * Makes the answer to a call for the roles.
 *
 * Returns: (transfer full): an array
 */
JsonNode *
lk_demo_org_roles_to_json (LkDemoOrg *self)
{
  return lk_demo_roles_to_json (self->roles, self->user_id, self->old_spelling);
}

/**
 * lk_demo_org_users_to_json:
 * @self: an organization
 *
 * Makes the answer to a call for the users, which is where the organization's name is found. The second organization
 * spells its keys as older samples do.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
lk_demo_org_users_to_json (LkDemoOrg *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const LkDemoRole *role = lk_demo_roles_find_by_name (self->roles, "Organization Administrator");
  gboolean old = self->old_spelling;

  json_builder_begin_object (builder);
  add_string (builder, old ? "OrgID" : "orgID", self->id);
  add_string (builder, old ? "OrgName" : "orgName", self->name);
  json_builder_set_member_name (builder, old ? "Users" : "users");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_string (builder, old ? "UserID" : "userID", self->user_id);
  add_string (builder, old ? "Email" : "email", "operations@acme.example");
  add_string (builder, old ? "Status" : "status", "active");
  json_builder_set_member_name (builder, old ? "Roles" : "roles");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_string (builder, old ? "ID" : "id", role->id);
  add_string (builder, old ? "Name" : "name", role->name);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}
