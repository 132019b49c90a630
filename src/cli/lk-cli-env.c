/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-streaming.h"

#include "lk-environment-line.h"
#include "lk-export.h"
#include "lk-pulsar-lines.h"
#include "lk-secret-text.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

typedef enum
{
  FORM_SH,
  FORM_FISH,
  FORM_DOTENV,
  FORM_JSON,
  FORM_NUL, /* for `latchkey exec`: each variable as the kernel takes it */
  N_FORMS,
} Form;

static const char *const forms[N_FORMS] = { "sh", "fish", "dotenv", "json", "nul" };

/* One token, ready to be written down. */
typedef struct
{
  SecretValue *value;
  char        *tenant_name; /* NULL: an application token */
  LkTenant    *tenant;      /* NULL: nobody knows where it is */
} Item;

static void
item_free (gpointer data)
{
  Item *item = data;

  secret_value_unref (item->value);
  g_free (item->tenant_name);
  g_clear_object (&item->tenant);
  g_free (item);
}

/* What is stored under a name or an id, without its secret: the attributes tell which kind it is. */
static LkSecretInfo *
find_stored (LkCli       *self,
             const char  *word,
             GPtrArray  **infos,
             GError     **error)
{
  static const char *const keys[] = { "name", "client-id", "token-id" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GHashTable) attributes = lk_secret_attributes_new (keys[i], word, "field", LK_SECRET_FIELD_TOKEN, NULL);
      g_autoptr (GAsyncResult) result = NULL;

      g_clear_pointer (infos, g_ptr_array_unref);
      lk_keyring_list_async (self->keyring, attributes, NULL, lk_cli_store_result_cb, &result);
      *infos = lk_keyring_list_finish (self->keyring, lk_cli_wait (&result), error);
      if (*infos == NULL)
        return NULL;
      if ((*infos)->len > 0)
        return g_ptr_array_index (*infos, 0);
    }

  return NULL;
}

static SecretValue *
look_up (LkCli         *self,
         LkSecretInfo  *info,
         GError       **error)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  /* Those that name one token; the keyring itself adds others. */
  attributes = lk_secret_attributes_new ("kind", lk_secret_info_get (info, "kind"), "field", LK_SECRET_FIELD_TOKEN,
                                         "org-id", lk_secret_info_get (info, "org-id"),
                                         "client-id", lk_secret_info_get (info, "client-id"),
                                         "cluster", lk_secret_info_get (info, "cluster"),
                                         "tenant", lk_secret_info_get (info, "tenant"),
                                         "token-id", lk_secret_info_get (info, "token-id"), NULL);
  lk_keyring_look_up_async (self->keyring, attributes, NULL, lk_cli_store_result_cb, &result);

  return lk_keyring_look_up_finish (self->keyring, lk_cli_wait (&result), error);
}

/* Where the tenant of a stored token is: as it is remembered, else as the service tells. */
static LkTenant *
find_tenant (LkCli        *self,
             LkSecretInfo *info)
{
  GListModel *accounts = lk_office_get_accounts (self->office);

  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
      {
        g_autoptr (LkAccount) account = g_list_model_get_item (accounts, i);
        g_autoptr (LkStreaming) streaming = NULL;
        LkTenant *tenant;

        if (g_strcmp0 (lk_account_get_org_id (account), lk_secret_info_get (info, "org-id")) != 0)
          continue;
        streaming = round == 0 ? lk_cli_restore_streaming (self, account, NULL)
                               : lk_cli_load_streaming (self, account, NULL);
        tenant = streaming != NULL ? lk_streaming_find_tenant (streaming, lk_secret_info_get (info, "cluster"),
                                                               lk_secret_info_get (info, "tenant"))
                                   : NULL;
        if (tenant != NULL)
          return g_object_ref (tenant);
      }

  return NULL;
}

static Item *
find (LkCli      *self,
      const char *word,
      int        *exit_code)
{
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (LkStreaming) streaming = NULL;
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GError) error = NULL;
  LkSecretInfo *info = find_stored (self, word, &infos, &error);
  gboolean pulsar = info != NULL && g_strcmp0 (lk_secret_info_get (info, "kind"), LK_SECRET_KIND_PULSAR_TOKEN) == 0;
  Item *item;

  if (info != NULL)
    value = look_up (self, info, &error);
  if (error != NULL)
    {
      *exit_code = lk_cli_report (error);
      return NULL;
    }
  if (value == NULL)
    {
      token = lk_cli_find_pulsar (self, word, &streaming, exit_code);
      value = token != NULL ? lk_cli_look_up_pulsar (streaming, token, exit_code) : NULL;
    }
  if (value == NULL)
    return NULL;

  item = g_new0 (Item, 1);
  item->value = g_steal_pointer (&value);
  if (token != NULL)
    {
      item->tenant_name = g_strdup (lk_pulsar_token_get_tenant_name (token));
      item->tenant = g_object_ref (lk_streaming_get_tenant_of (streaming, token));
    }
  else if (pulsar)
    {
      item->tenant_name = g_strdup (lk_secret_info_get (info, "tenant"));
      item->tenant = find_tenant (self, info);
    }

  return item;
}

static void
add_member (LkSecretText *text,
            const char   *name,
            const char   *value)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *quoted = NULL;

  if (value == NULL)
    return;

  node = json_node_init_string (json_node_alloc (), value);
  quoted = json_to_string (node, FALSE);
  lk_secret_text_append (text, "  \"");
  lk_secret_text_append (text, name);
  lk_secret_text_append (text, "\": ");
  lk_secret_text_append (text, quoted);
  lk_secret_text_append (text, ",\n");
}

/* No escape is needed: the token was checked. */
static void
add_secret (LkSecretText *text,
            const char   *name,
            SecretValue  *value,
            const char   *end)
{
  lk_secret_text_append (text, "  \"");
  lk_secret_text_append (text, name);
  lk_secret_text_append (text, "\": \"");
  lk_secret_text_append_value (text, value);
  lk_secret_text_append (text, end);
}

static void
append_json (LkSecretText        *text,
             Item                *item,
             const LkPulsarPlace *place,
             const char          *end)
{
  if (item->tenant_name == NULL)
    {
      add_secret (text, LK_EXPORT_VARIABLE, item->value, end);
      return;
    }

  add_member (text, "TENANT", place->tenant);
  add_member (text, "WEB_SERVICE_URL", place->web_service_url);
  add_member (text, "BROKER_SERVICE_URL", place->broker_service_url);
  add_secret (text, "BEARER_TOKEN", item->value, "\",\n");
  add_secret (text, "PULSAR_TOKEN", item->value, end);
}

static void
add_entry (LkSecretText *text,
           const char   *name,
           const char   *value)
{
  if (value == NULL)
    return;

  lk_secret_text_append (text, name);
  lk_secret_text_append (text, "=");
  lk_secret_text_append (text, value);
  lk_secret_text_append_length (text, "", 1);
}

static void
add_secret_entry (LkSecretText *text,
                  const char   *name,
                  SecretValue  *value)
{
  lk_secret_text_append (text, name);
  lk_secret_text_append (text, "=");
  lk_secret_text_append_value (text, value);
  lk_secret_text_append_length (text, "", 1);
}

static void
append_entries (LkSecretText        *text,
                Item                *item,
                const LkPulsarPlace *place)
{
  if (item->tenant_name == NULL)
    {
      add_secret_entry (text, LK_EXPORT_VARIABLE, item->value);
      return;
    }

  add_entry (text, "TENANT", place->tenant);
  add_entry (text, "WEB_SERVICE_URL", place->web_service_url);
  add_entry (text, "BROKER_SERVICE_URL", place->broker_service_url);
  add_secret_entry (text, "BEARER_TOKEN", item->value);
  add_secret_entry (text, "PULSAR_TOKEN", item->value);
}

static gboolean
append (LkSecretText  *text,
        Item          *item,
        Form           form,
        const char    *end,
        GError       **error)
{
  const LkPulsarPlace place = {
    .tenant = item->tenant_name,
    .web_service_url = item->tenant != NULL ? lk_tenant_get_web_service_url (item->tenant) : NULL,
    .broker_service_url = item->tenant != NULL ? lk_tenant_get (item->tenant, LK_TENANT_BROKER_SERVICE_URL) : NULL,
  };
  const LkShell shell = form == FORM_FISH ? LK_SHELL_FISH : LK_SHELL_SH;
  g_autoptr (GBytes) lines = NULL;

  if (!lk_export_check_token (item->value, error))
    return FALSE;

  if (form == FORM_JSON)
    {
      append_json (text, item, &place, end);
    }
  else if (form == FORM_NUL)
    {
      append_entries (text, item, &place);
    }
  else if (item->tenant_name != NULL)
    {
      lines = form == FORM_DOTENV
                ? lk_pulsar_lines_write_dotenv (&place, LK_PULSAR_VARIABLES_ALL, item->value, error)
                : lk_pulsar_lines_write (&place, LK_PULSAR_VARIABLES_ALL, shell, item->value, error);
      if (lines == NULL)
        return FALSE;
      lk_secret_text_append_length (text, g_bytes_get_data (lines, NULL), g_bytes_get_size (lines));
    }
  else if (form == FORM_DOTENV)
    {
      lk_secret_text_append (text, LK_EXPORT_VARIABLE "=");
      lk_secret_text_append_value (text, item->value);
      lk_secret_text_append (text, "\n");
    }
  else
    {
      lk_environment_line_append (text, shell, LK_EXPORT_VARIABLE, item->value);
      lk_secret_text_append (text, "\n");
    }

  return TRUE;
}

static int
print_all (GPtrArray *items,
           Form       form)
{
  g_autoptr (LkSecretText) text = lk_secret_text_new ();
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GError) error = NULL;

  if (form == FORM_JSON)
    lk_secret_text_append (text, "{\n");
  for (guint i = 0; i < items->len; i++)
    if (!append (text, g_ptr_array_index (items, i), form, i + 1 < items->len ? "\",\n" : "\"\n", &error))
      return lk_cli_report (error);
  if (form == FORM_JSON)
    lk_secret_text_append (text, "}\n");

  content = lk_secret_text_free_to_bytes (g_steal_pointer (&text));

  return lk_cli_print_exact (g_bytes_get_data (content, NULL), g_bytes_get_size (content));
}

/**
 * lk_cli_env:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "env" on
 *
 * Does the `latchkey env` that takes more than one application token from the keyring: a Pulsar token's tenant has
 * addresses, which are remembered, and one that is not stored is fetched.
 *
 * Returns: the exit code
 */
int
lk_cli_env (LkCli  *self,
            int     argc,
            char  **argv)
{
  g_autofree char *format = NULL;
  gboolean reveal = FALSE;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_ ("Who reads it: sh (default), fish, dotenv or json"), "FORMAT" },
    { "reveal", 0, 0, G_OPTION_ARG_NONE, &reveal, N_ ("Print even to a terminal"), NULL },
    { NULL }
  };
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (item_free);
  gboolean has_kind[2] = { FALSE };
  Form form = FORM_SH;
  int exit_code;

  if (!lk_cli_parse ("latchkey env", _("Prints what sets the environment variables of tokens."), "TOKEN…", entries, &argc,
                     &argv, &exit_code))
    return exit_code;
  while (format != NULL && form < N_FORMS && !g_str_equal (forms[form], format))
    form++;
  if (form == N_FORMS)
    return lk_cli_usage (_("There is no such format: it is sh, fish, dotenv or json"));
  if (argc < 2)
    return lk_cli_usage (_("Give a token, by its script name or id"));
  if (isatty (STDOUT_FILENO) && !reveal)
    return lk_cli_usage (_("The secret is not printed to a terminal: pipe it, or add --reveal"));
  if (!lk_cli_open (self, &exit_code))
    return exit_code;

  for (int i = 1; i < argc; i++)
    {
      Item *item = find (self, argv[i], &exit_code);
      gboolean *has;

      if (item == NULL)
        return exit_code;
      g_ptr_array_add (items, item);
      has = &has_kind[item->tenant_name != NULL ? 1 : 0];
      if (*has)
        return lk_cli_usage (_("Two tokens of one kind would set the same variables: give one of each kind"));
      *has = TRUE;
    }

  return print_all (items, form);
}
