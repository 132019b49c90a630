/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-stored-secret-private.h"

#include "lk-app-token-keys.h"
#include "lk-secret-attributes.h"

#include <string.h>

/**
 * LkStoredSecret:
 *
 * What the keyring has of one token, however many fields that are.
 */
G_DEFINE_FINAL_TYPE (LkStoredSecret, lk_stored_secret, G_TYPE_OBJECT)

static LkStoredSecretKind
get_kind (LkSecretInfo *info)
{
  const char *kind = lk_secret_info_get (info, "kind");

  if (g_strcmp0 (kind, LK_SECRET_KIND_PENDING) == 0)
    return LK_STORED_SECRET_PENDING;
  /* Without these it could not be told from others. */
  if (g_strcmp0 (kind, LK_SECRET_KIND_PULSAR_TOKEN) == 0)
    return lk_secret_info_get (info, "org-id") != NULL && lk_secret_info_get (info, "environment") != NULL
               && lk_secret_info_get (info, "tenant") != NULL && lk_secret_info_get (info, "cluster") != NULL
               && lk_secret_info_get (info, "token-id") != NULL
             ? LK_STORED_SECRET_PULSAR
             : LK_STORED_SECRET_OTHER;
  if (lk_secret_info_get (info, "org-id") == NULL || lk_secret_info_get (info, "client-id") == NULL
      || lk_secret_info_get (info, "environment") == NULL)
    return LK_STORED_SECRET_OTHER;
  if (g_strcmp0 (kind, LK_SECRET_KIND_ASTRA_TOKEN) == 0)
    return LK_STORED_SECRET_TOKEN;

  return g_strcmp0 (kind, LK_SECRET_KIND_ACCOUNT) == 0 ? LK_STORED_SECRET_SIGN_IN : LK_STORED_SECRET_OTHER;
}

static void
lk_stored_secret_finalize (GObject *object)
{
  LkStoredSecret *self = LK_STORED_SECRET (object);

  g_clear_object (&self->account);
  g_free (self->key);
  g_free (self->org_id);
  g_free (self->environment);
  g_free (self->client_id);
  g_free (self->tenant);
  g_free (self->cluster);
  g_free (self->token_id);
  g_free (self->script_name);
  g_free (self->description);
  g_free (self->label);
  g_strfreev (self->fields);

  G_OBJECT_CLASS (lk_stored_secret_parent_class)->finalize (object);
}

static void
lk_stored_secret_class_init (LkStoredSecretClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_stored_secret_finalize;
}

static void
lk_stored_secret_init (LkStoredSecret *self)
{
  self->fields = g_new0 (char *, 1);
}

/**
 * lk_stored_secret_create_key:
 * @info: an item of the keyring
 *
 * Makes what all items of one token have in common, and no others. What this version does not know is by itself.
 *
 * Returns: (transfer full): the key
 */
char *
lk_stored_secret_create_key (LkSecretInfo *info)
{
  static const char *const attributes[] = { "kind", "environment", "org-id", "tenant", "cluster", "client-id", "token-id",
                                            "intent" };
  g_autoptr (GString) key = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      const char *value = lk_secret_info_get (info, attributes[i]);

      g_string_append_printf (key, "%s/", value != NULL ? value : "");
    }

  return g_string_free (g_steal_pointer (&key), FALSE);
}

/**
 * lk_stored_secret_new:
 * @info: the first of its items
 * @account: (nullable): the account that it belongs to
 * @inventory: (nullable): the tokens of @account
 * @streaming: (nullable): its streaming half
 *
 * Returns: (transfer full): what is stored, as far as @info tells
 */
LkStoredSecret *
lk_stored_secret_new (LkSecretInfo *info,
                      LkAccount    *account,
                      LkInventory  *inventory,
                      LkStreaming  *streaming)
{
  LkStoredSecret *self;

  g_return_val_if_fail (info != NULL, NULL);
  g_return_val_if_fail (account == NULL || LK_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (inventory == NULL || LK_IS_INVENTORY (inventory), NULL);

  self = g_object_new (LK_TYPE_STORED_SECRET, NULL);
  self->account = account != NULL ? g_object_ref (account) : NULL;
  self->key = lk_stored_secret_create_key (info);
  self->org_id = g_strdup (lk_secret_info_get (info, "org-id"));
  self->environment = g_strdup (lk_secret_info_get (info, "environment"));
  self->client_id = g_strdup (lk_secret_info_get (info, "client-id"));
  self->tenant = g_strdup (lk_secret_info_get (info, "tenant"));
  self->cluster = g_strdup (lk_secret_info_get (info, "cluster"));
  self->token_id = g_strdup (lk_secret_info_get (info, "token-id"));
  self->label = g_strdup (info->label);
  self->kind = get_kind (info);
  lk_stored_secret_judge (self, inventory, streaming);
  lk_stored_secret_add (self, info);

  return self;
}

static int
compare_fields (gconstpointer first,
                gconstpointer second)
{
  return strcmp (*(char *const *) first, *(char *const *) second);
}

/**
 * lk_stored_secret_add:
 * @self: what is stored of a token
 * @info: one more of its items
 *
 * Adds a field, before anybody else has @self.
 */
void
lk_stored_secret_add (LkStoredSecret *self,
                      LkSecretInfo   *info)
{
  const char *field = lk_secret_info_get (info, "field");
  const char *script_name = lk_secret_info_get (info, "name");
  guint n = g_strv_length (self->fields);

  if (self->script_name == NULL)
    self->script_name = g_strdup (script_name);
  if (field == NULL || g_strv_contains ((const char *const *) self->fields, field))
    return;

  self->fields = g_renew (char *, self->fields, n + 2);
  self->fields[n] = g_strdup (field);
  self->fields[n + 1] = NULL;
  qsort (self->fields, n + 1, sizeof (char *), compare_fields);
}

/**
 * lk_stored_secret_get_key:
 * @self: what is stored of a token
 *
 * Returns: (transfer none): what tells it from all others, also the next time that the keyring is listed
 */
const char *
lk_stored_secret_get_key (LkStoredSecret *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRET (self), NULL);

  return self->key;
}

/**
 * lk_stored_secret_get_kind:
 * @self: what is stored of a token
 *
 * Returns: what it is for
 */
LkStoredSecretKind
lk_stored_secret_get_kind (LkStoredSecret *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRET (self), LK_STORED_SECRET_OTHER);

  return self->kind;
}

/**
 * lk_stored_secret_get_group:
 * @self: what is stored of a token
 *
 * Returns: whether it is still good for anything
 */
LkStoredSecretGroup
lk_stored_secret_get_group (LkStoredSecret *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRET (self), LK_STORED_SECRET_UNKNOWN);

  return self->group;
}

/**
 * lk_stored_secret_get_doubt:
 * @self: what is stored of a token
 *
 * Returns: why that is not known, if it is not
 */
LkStoredSecretDoubt
lk_stored_secret_get_doubt (LkStoredSecret *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRET (self), LK_STORED_SECRET_SURE);

  return self->doubt;
}

/**
 * lk_stored_secret_get_account:
 * @self: what is stored of a token
 *
 * Returns: (transfer none) (nullable): its account, %NULL if that is not here
 */
LkAccount *
lk_stored_secret_get_account (LkStoredSecret *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRET (self), NULL);

  return self->account;
}

/**
 * lk_stored_secret_get_org_id:
 * @self: what is stored of a token
 *
 * Returns: (transfer none) (nullable): the id of its organization
 */
const char *
lk_stored_secret_get_org_id (LkStoredSecret *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRET (self), NULL);

  return self->org_id;
}

/**
 * lk_stored_secret_get_client_id:
 * @self: what is stored of a token
 *
 * Returns: (transfer none) (nullable): the client id of its token
 */
const char *
lk_stored_secret_get_client_id (LkStoredSecret *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRET (self), NULL);

  return self->client_id;
}

/**
 * lk_stored_secret_get_token_id:
 * @self: what is stored of a token
 *
 * Returns: (transfer none) (nullable): the id of a Pulsar token, %NULL for all else
 */
const char *
lk_stored_secret_get_token_id (LkStoredSecret *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRET (self), NULL);

  return self->token_id;
}

/**
 * lk_stored_secret_get_tenant:
 * @self: what is stored of a token
 *
 * Returns: (transfer none) (nullable): the streaming tenant of its token
 */
const char *
lk_stored_secret_get_tenant (LkStoredSecret *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRET (self), NULL);

  return self->tenant;
}

/**
 * lk_stored_secret_find_pulsar_token:
 * @self: what is stored of a token
 * @streaming: the streaming half of its account
 *
 * Returns: (transfer none) (nullable): the Pulsar token, %NULL if it is not listed, or none
 */
LkPulsarToken *
lk_stored_secret_find_pulsar_token (LkStoredSecret *self,
                                    LkStreaming    *streaming)
{
  LkTenant *tenant;

  g_return_val_if_fail (LK_IS_STORED_SECRET (self), NULL);
  g_return_val_if_fail (LK_IS_STREAMING (streaming), NULL);

  if (self->kind != LK_STORED_SECRET_PULSAR)
    return NULL;

  tenant = lk_streaming_find_tenant (streaming, self->cluster, self->tenant);

  return tenant != NULL ? lk_tenant_find_token (tenant, self->token_id) : NULL;
}

/**
 * lk_stored_secret_get_script_name:
 * @self: what is stored of a token
 *
 * Returns: (transfer none) (nullable): the name by which scripts find it
 */
const char *
lk_stored_secret_get_script_name (LkStoredSecret *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRET (self), NULL);

  return self->script_name;
}

/**
 * lk_stored_secret_get_description:
 * @self: what is stored of a token
 *
 * Returns: (transfer none) (nullable): what its token is called where it is listed
 */
const char *
lk_stored_secret_get_description (LkStoredSecret *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRET (self), NULL);

  return self->description;
}

/**
 * lk_stored_secret_get_title:
 * @self: what is stored of a token
 *
 * Returns: (transfer none): what a person knows it by: the script name, else what the token is called, else the keyring's
 *   label for it
 */
const char *
lk_stored_secret_get_title (LkStoredSecret *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRET (self), NULL);

  if (self->script_name != NULL)
    return self->script_name;
  if (self->description != NULL)
    return self->description;
  if (self->label != NULL && *self->label != '\0')
    return self->label;

  return self->client_id != NULL ? self->client_id : "";
}

/**
 * lk_stored_secret_has_field:
 * @self: what is stored of a token
 * @field: "token" or "client-secret"
 *
 * Returns: whether that is stored
 */
gboolean
lk_stored_secret_has_field (LkStoredSecret *self,
                            const char     *field)
{
  g_return_val_if_fail (LK_IS_STORED_SECRET (self), FALSE);
  g_return_val_if_fail (field != NULL, FALSE);

  return g_strv_contains ((const char *const *) self->fields, field);
}

/**
 * lk_stored_secret_get_removable:
 * @self: what is stored of a token
 *
 * Tells whether it may be taken out of the keyring by itself: not what an account signs in with, what unfinished work
 * needs, and what this version does not know.
 *
 * Returns: whether it may
 */
gboolean
lk_stored_secret_get_removable (LkStoredSecret *self)
{
  g_return_val_if_fail (LK_IS_STORED_SECRET (self), FALSE);

  return self->kind == LK_STORED_SECRET_TOKEN || self->kind == LK_STORED_SECRET_PULSAR;
}

/**
 * lk_stored_secret_create_attributes:
 * @self: what is stored of a token, and removable
 * @field: (nullable): "token" or "client-secret"; %NULL for all of it
 *
 * Makes the attributes under which it is, and nothing else.
 *
 * Returns: (transfer full): the attributes
 */
GHashTable *
lk_stored_secret_create_attributes (LkStoredSecret *self,
                                    const char     *field)
{
  g_return_val_if_fail (LK_IS_STORED_SECRET (self), NULL);
  g_return_val_if_fail (lk_stored_secret_get_removable (self), NULL);

  if (self->kind == LK_STORED_SECRET_PULSAR)
    return lk_secret_attributes_new ("kind", LK_SECRET_KIND_PULSAR_TOKEN,
                                     "org-id", self->org_id,
                                     "environment", self->environment,
                                     "tenant", self->tenant,
                                     "cluster", self->cluster,
                                     "token-id", self->token_id,
                                     "field", field,
                                     NULL);

  return lk_secret_attributes_new ("kind", LK_SECRET_KIND_ASTRA_TOKEN,
                                   "org-id", self->org_id,
                                   "environment", self->environment,
                                   "client-id", self->client_id,
                                   "field", field,
                                   NULL);
}

/**
 * lk_stored_secret_is_same:
 * @self: what is stored of a token
 * @other: what was stored of a token before
 *
 * Returns: whether nothing that anybody sees of them differs
 */
gboolean
lk_stored_secret_is_same (LkStoredSecret *self,
                          LkStoredSecret *other)
{
  return self->account == other->account && self->kind == other->kind && self->group == other->group
         && self->doubt == other->doubt && g_str_equal (self->key, other->key)
         && g_strcmp0 (self->script_name, other->script_name) == 0
         && g_strcmp0 (self->description, other->description) == 0 && g_strcmp0 (self->label, other->label) == 0
         && g_strv_equal ((const char *const *) self->fields, (const char *const *) other->fields);
}

/**
 * lk_stored_secret_compare:
 * @self: what is stored of a token
 * @other: what is stored of another one
 *
 * Returns: less than 0 if @self is listed first, more than 0 if @other is
 */
int
lk_stored_secret_compare (LkStoredSecret *self,
                          LkStoredSecret *other)
{
  int result = (int) self->group - (int) other->group;

  if (result == 0)
    result = (int) self->kind - (int) other->kind;
  if (result == 0)
    result = g_utf8_collate (lk_stored_secret_get_title (self), lk_stored_secret_get_title (other));

  return result != 0 ? result : strcmp (self->key, other->key);
}

/**
 * lk_stored_secret_matches:
 * @self: what is stored of a token
 * @words: (array zero-terminated=1): what is searched for, each from lk_fold_text()
 *
 * Looks for every word in script name, description, label, client id or tenant, and account.
 *
 * Returns: whether all are found
 */
gboolean
lk_stored_secret_matches (LkStoredSecret     *self,
                          const char * const *words)
{
  const char *texts[] = {
    self->script_name, self->description, self->label, self->client_id, self->tenant, self->cluster, self->token_id,
    self->account != NULL ? lk_account_get_title (self->account) : NULL,
  };
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *folded = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL)
      g_string_append_printf (all, "%s\n", texts[i]);
  folded = lk_fold_text (all->str);
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) == NULL)
      return FALSE;

  return TRUE;
}
