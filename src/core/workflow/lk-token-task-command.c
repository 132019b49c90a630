/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-task-private.h"

#include "lk-address.h"
#include "lk-astra-usage.h"
#include "lk-environment-line.h"
#include "lk-look-up-command.h"
#include "lk-pulsar-admin.h"
#include "lk-pulsar-lines.h"
#include "lk-secret-attributes.h"
#include "lk-streaming-ask.h"
#include "lk-transport.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

#define APPLICATION "latchkey" /* that of the command line; the demo is not known to it */
#define NEW_TOKEN_ROLE "R/W Svc Acct"
#define NEW_TOKEN_DAYS "90d"

static const char *
get_application (LkStreaming *streaming)
{
  return lk_keyring_get_application (lk_office_get_keyring (lk_streaming_get_office (streaming)));
}

/* The token that the account signs in with. */
static char *
make_sign_in_look_up (LkStreaming  *streaming,
                      GError      **error)
{
  LkAccount *account = lk_streaming_get_account (streaming);
  char *command = lk_look_up_command_new_by (get_application (streaming),
                                             "kind", LK_SECRET_KIND_ACCOUNT,
                                             "org-id", lk_account_get_org_id (account),
                                             "client-id", lk_account_get_client_id (account),
                                             "environment", lk_account_get_environment (account),
                                             "field", LK_SECRET_FIELD_TOKEN,
                                             NULL);

  if (command == NULL)
    g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                         _("This account has no name that a command can have"));

  return command;
}

/* A token that is not stored is fetched by the command line, which keeps it nowhere. */
static char *
make_pulsar_look_up (LkStreaming             *streaming,
                     const LkTokenTaskPlace  *place,
                     GError                 **error)
{
  LkPulsarToken *token = place->token;
  const char *application = get_application (streaming);
  LkAccount *account = lk_streaming_get_account (streaming);
  g_autofree char *command = NULL;

  if (!lk_token_task_check_token (place, error))
    return NULL;

  if (lk_pulsar_token_get_stored (token) && lk_pulsar_token_get_script_name (token) != NULL)
    command = lk_look_up_command_new (application, lk_pulsar_token_get_script_name (token), NULL, LK_SECRET_FIELD_TOKEN);
  else if (lk_pulsar_token_get_stored (token))
    command = lk_look_up_command_new_by (application,
                                         "kind", LK_SECRET_KIND_PULSAR_TOKEN,
                                         "org-id", lk_account_get_org_id (account),
                                         "cluster", lk_pulsar_token_get_cluster_name (token),
                                         "token-id", lk_pulsar_token_get_id (token),
                                         "field", LK_SECRET_FIELD_TOKEN,
                                         NULL);
  else if (g_str_equal (application, APPLICATION))
    command = lk_look_up_command_new_fetch (lk_pulsar_token_get_id (token));

  if (command == NULL)
    g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                         _("Store the Pulsar token in the keyring: a command finds it there"));

  return g_steal_pointer (&command);
}

static void
append_header (GString    *command,
               LkShell     shell,
               const char *name,
               const char *value)
{
  g_autofree char *header = g_strdup_printf ("%s: %s", name, value);
  g_autofree char *word = lk_shell_word_new (shell, header);

  g_string_append_printf (command, " \\\n    --header %s", word);
}

/* The token goes from program to program through pipes alone: what stands in arguments is for every user to see. Names are in
 * the path, with nothing in it that a shell reads or curl takes for a pattern. */
static gboolean
stays_here (const char *origin)
{
  g_autoptr (GUri) uri = g_uri_parse (origin, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && lk_address_is_loopback (g_uri_get_host (uri));
}

static char *
make_call (LkShell     shell,
           const char *look_up,
           const char *origin,
           const char *path,
           const char *cluster,
           const char *org_id)
{
  g_autofree char *url = g_strconcat (origin, path, NULL);
  g_autofree char *word = lk_shell_word_new (shell, url);
  g_autoptr (GString) command = g_string_new (look_up);

  g_string_append (command, " |\n  sed 's/^/Authorization: Bearer /' |\n"
                            "  curl --disable --globoff --silent --show-error --fail-with-body --header @-");
  /* What stays on this computer goes through no proxy. */
  if (stays_here (origin))
    g_string_append (command, " --noproxy '*'");
  if (cluster != NULL && lk_transport_is_header (cluster))
    append_header (command, shell, "X-DataStax-Pulsar-Cluster", cluster);
  if (org_id != NULL && g_uuid_string_is_valid (org_id))
    append_header (command, shell, "X-DataStax-Current-Org", org_id);
  g_string_append_printf (command, " \\\n    %s", word);

  return g_string_free (g_steal_pointer (&command), FALSE);
}

static char *
make_application_call (LkTokenTask             *self,
                       LkStreaming             *streaming,
                       const LkTokenTaskPlace  *place,
                       const char              *path,
                       LkShell                  shell,
                       GError                 **error)
{
  const LkTokenTaskCall call = lk_token_task_get_call (self);
  LkAccount *account = lk_streaming_get_account (streaming);
  g_autofree char *look_up = make_sign_in_look_up (streaming, error);
  g_autofree char *origin = NULL;
  g_autofree char *elsewhere = NULL;

  if (look_up == NULL)
    return NULL;
  if (call == LK_TOKEN_TASK_CLUSTERS || call == LK_TOKEN_TASK_REGIONS)
    return make_call (shell, look_up, lk_account_get_streaming_url (account), path, NULL, NULL);
  if (call != LK_TOKEN_TASK_USAGE)
    return make_call (shell, look_up, lk_account_get_api_url (account), path, NULL, NULL);

  origin = lk_streaming_get_usage_host (streaming, place->tenant, place->confirmed);
  if (origin == NULL)
    elsewhere = lk_pulsar_admin_make_path (LK_ASTRA_USAGE_PATH, lk_tenant_get_name (place->tenant), NULL);

  return make_call (shell, look_up, origin != NULL ? origin : lk_account_get_api_url (account),
                    origin != NULL ? path : elsewhere, lk_tenant_get_cluster (place->tenant),
                    lk_account_get_org_id (account));
}

static char *
make_pulsar_call (LkStreaming             *streaming,
                  const LkTokenTaskPlace  *place,
                  const char              *path,
                  LkShell                  shell,
                  GError                 **error)
{
  g_autofree char *look_up = make_pulsar_look_up (streaming, place, error);
  g_autofree char *origin = NULL;

  if (look_up == NULL)
    return NULL;
  origin = lk_streaming_check_known_host (streaming, place->tenant, error);
  if (origin == NULL)
    return NULL;

  return make_call (shell, look_up, origin, path, NULL, NULL);
}

static char *
make_connection (LkStreaming             *streaming,
                 const LkTokenTaskPlace  *place,
                 LkShell                  shell,
                 GError                 **error)
{
  const LkPulsarPlace connection = {
    .tenant = lk_tenant_get_name (place->tenant),
    .web_service_url = lk_tenant_get_web_service_url (place->tenant),
    .broker_service_url = lk_tenant_get (place->tenant, LK_TENANT_BROKER_SERVICE_URL),
  };
  g_autofree char *look_up = make_pulsar_look_up (streaming, place, error);

  if (look_up == NULL)
    return NULL;

  return g_strchomp (lk_pulsar_lines_new_look_up (&connection, LK_PULSAR_VARIABLES_ALL, shell, look_up));
}

/* An option with a name in it; what a terminal could take for a key is set as a variable in a line before it. */
static void
append_option (GString    *lines,
               GString    *command,
               LkShell     shell,
               const char *option,
               const char *variable,
               const char *value)
{
  g_autofree char *text = NULL;

  if (lk_environment_line_is_seen (value))
    {
      text = lk_shell_word_new (shell, value);
      g_string_append_printf (command, " --%s=%s", option, text);
      return;
    }

  text = lk_environment_line_new_text (shell, variable, value);
  g_string_append_printf (lines, "%s\n", text);
  g_string_append_printf (command, " --%s=\"$%s\"", option, variable);
}

/* What prints a secret is left to the command line, which does not. */
static char *
make_own_command (LkTokenTask             *self,
                  LkStreaming             *streaming,
                  const LkTokenTaskPlace  *place,
                  LkShell                  shell,
                  GError                 **error)
{
  const LkTokenTaskCall call = lk_token_task_get_call (self);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GString) command = g_string_new ("latchkey ");

  if (!g_str_equal (get_application (streaming), APPLICATION))
    {
      g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                           _("The command line does not know the demo: with an account of yours a command stands here"));
      return NULL;
    }

  g_string_append (command, call == LK_TOKEN_TASK_TENANTS        ? "tenants"
                            : call == LK_TOKEN_TASK_CREATE_TOKEN ? "create app"
                                                                 : "create pulsar");
  if (call == LK_TOKEN_TASK_CREATE_PULSAR_TOKEN)
    {
      append_option (lines, command, shell, "tenant", "TENANT", lk_tenant_get_name (place->tenant));
      append_option (lines, command, shell, "cluster", "CLUSTER", lk_tenant_get_cluster (place->tenant));
    }
  if (call == LK_TOKEN_TASK_CREATE_TOKEN)
    g_string_append (command, " --role='" NEW_TOKEN_ROLE "' --description='Created by a command'");
  if (call != LK_TOKEN_TASK_TENANTS)
    g_string_append (command, " --expires=" NEW_TOKEN_DAYS);
  append_option (lines, command, shell, "account", "ACCOUNT", lk_account_get_org_id (lk_streaming_get_account (streaming)));
  g_string_append (lines, command->str);

  return g_string_free (g_steal_pointer (&lines), FALSE);
}

/**
 * lk_token_task_dup_command:
 * @self: a task
 * @streaming: the streaming half of the account
 * @place: the names it is about
 * @shell: who reads the command
 * @error: return location for %LK_WORK_ERROR_INVALID, %LK_WORK_ERROR_UNKNOWN_HOST or %LK_ASTRA_ERROR_BAD_ADDRESS
 *
 * Writes the command that does what a task is about, with the names of this account's in it. It holds no secret, and what it
 * starts gets none as an argument.
 *
 * Returns: (transfer full): the command, or %NULL with @error set
 */
char *
lk_token_task_dup_command (LkTokenTask             *self,
                           LkStreaming             *streaming,
                           const LkTokenTaskPlace  *place,
                           LkShell                  shell,
                           GError                 **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (LK_IS_TOKEN_TASK (self), NULL);
  g_return_val_if_fail (LK_IS_STREAMING (streaming), NULL);
  g_return_val_if_fail (place != NULL, NULL);

  path = lk_token_task_make_path (self, place, error);
  if (path == NULL)
    return NULL;

  if (lk_token_task_get_call (self) == LK_TOKEN_TASK_CONNECT)
    return make_connection (streaming, place, shell, error);
  if (!lk_token_task_get_runnable (self))
    return make_own_command (self, streaming, place, shell, error);
  if (lk_token_task_get_kind (self) == LK_TOKEN_TASK_PULSAR)
    return make_pulsar_call (streaming, place, path, shell, error);

  return make_application_call (self, streaming, place, path, shell, error);
}
