/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-orders.h"

#include "lk-cli-streaming.h"
#include "lk-delete-resume.h"
#include "lk-streaming-record.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

#define STATE "deleting"

/* Deletions that are not finished, among the other work that is not. */

/**
 * lk_cli_dup_account_title:
 * @self: the command line, open
 * @account_id: an account's id
 *
 * Returns: (transfer full) (nullable): what it is called; %NULL: it is not there any more
 */
char *
lk_cli_dup_account_title (LkCli      *self,
                          const char *account_id)
{
  g_autoptr (LkAccount) account = lk_office_find_account (self->office, account_id);

  return account != NULL ? g_strdup (lk_account_get_title (account)) : NULL;
}

/**
 * lk_cli_json_add_orders:
 * @self: the command line, open
 * @builder: where the rows go
 *
 * Writes a row of `pending` for each deletion that is not finished.
 */
void
lk_cli_json_add_orders (LkCli       *self,
                        JsonBuilder *builder)
{
  GListModel *orders = lk_rotations_get_orders (self->rotations);

  for (guint i = 0; i < g_list_model_get_n_items (orders); i++)
    {
      g_autoptr (LkDeleteOrder) order = g_list_model_get_item (orders, i);
      g_autofree char *title = lk_cli_dup_account_title (self, lk_delete_order_get_account_id (order));
      g_autofree char *since = g_date_time_format_iso8601 (lk_delete_order_get_since (order));
      const char *token_id = lk_delete_order_get_token_id (order);
      gboolean pulsar = lk_delete_order_is_pulsar (order);

      json_builder_begin_object (builder);
      lk_cli_json_add_string (builder, "intent", lk_delete_order_get_id (order));
      lk_cli_json_add_string (builder, "operation", "delete");
      lk_cli_json_add_string (builder, "state", STATE);
      lk_cli_json_add_string (builder, "account", title);
      lk_cli_json_add_string (builder, "clientId", pulsar ? NULL : token_id);
      lk_cli_json_add_string (builder, "tokenid", pulsar ? token_id : NULL);
      json_builder_set_member_name (builder, "candidates");
      json_builder_add_null_value (builder);
      lk_cli_json_add_string (builder, "description", lk_delete_order_get_description (order));
      lk_cli_json_add_string (builder, "since", since);
      json_builder_end_object (builder);
    }
}

/**
 * lk_cli_table_add_orders:
 * @self: the command line, open
 * @table: where the rows go
 *
 * Does the same for people.
 */
void
lk_cli_table_add_orders (LkCli     *self,
                         GPtrArray *table)
{
  GListModel *orders = lk_rotations_get_orders (self->rotations);

  for (guint i = 0; i < g_list_model_get_n_items (orders); i++)
    {
      g_autoptr (LkDeleteOrder) order = g_list_model_get_item (orders, i);
      g_autofree char *title = lk_cli_dup_account_title (self, lk_delete_order_get_account_id (order));
      const char *description = lk_delete_order_get_description (order);
      g_autofree char *pulsar = NULL;

      if (lk_delete_order_is_pulsar (order))
        pulsar = lk_streaming_record_describe (description, lk_delete_order_get_tenant_name (order));
      lk_cli_table_add (table, lk_delete_order_get_id (order), STATE, title != NULL ? title : "",
                        lk_delete_order_get_token_id (order),
                        pulsar != NULL        ? pulsar
                        : description != NULL ? description
                                              : "",
                        NULL);
    }
}

static gboolean
take_up_order (LkCli          *self,
               LkDeleteOrder  *order,
               GError        **error)
{
  g_autoptr (LkAccount) account = lk_office_find_account (self->office, lk_delete_order_get_account_id (order));
  g_autoptr (LkInventory) inventory = NULL;
  g_autoptr (LkStreaming) streaming = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  if (account == NULL)
    {
      g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_NO_SIGN_IN,
                           _("The account that this was done for was removed: add it again"));
      return FALSE;
    }

  if (lk_delete_order_is_pulsar (order))
    streaming = lk_cli_load_streaming (self, account, error);
  else
    inventory = lk_cli_load (self, account, error);
  if (streaming == NULL && inventory == NULL)
    return FALSE;

  lk_delete_resume_async (order, inventory, streaming, NULL, lk_cli_store_result_cb, &result);

  return lk_delete_resume_finish (lk_cli_wait (&result), error);
}

/**
 * lk_cli_resume_order:
 * @self: the command line, open
 * @order: a deletion that is not finished
 *
 * Goes on with it: somebody said yes to it before.
 *
 * Returns: the exit code
 */
int
lk_cli_resume_order (LkCli         *self,
                     LkDeleteOrder *order)
{
  g_autoptr (GError) error = NULL;

  if (take_up_order (self, order, &error))
    {
      g_print ("%s: %s\n", lk_delete_order_get_id (order), _("the token is deleted"));
      return LK_CLI_DONE;
    }

  g_prefix_error (&error, "%s: ", lk_delete_order_get_id (order));
  lk_cli_report (error);

  return LK_CLI_UNFINISHED;
}

static int
keep_token (LkCli         *self,
            LkDeleteOrder *order)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_delete_keep_async (self->office, order, lk_cli_store_result_cb, &result);
  if (lk_delete_keep_finish (self->office, lk_cli_wait (&result), &error))
    {
      g_print ("%s: %s\n", lk_delete_order_get_id (order), _("the token stays, if it is still there"));
      return LK_CLI_DONE;
    }

  g_prefix_error (&error, "%s: ", lk_delete_order_get_id (order));

  return lk_cli_report (error);
}

/**
 * lk_cli_keep_tokens:
 * @self: the command line, open
 * @work: (element-type GObject): what somebody chose of all that is unfinished
 *
 * Calls deletions off; what is none is refused before.
 *
 * Returns: the exit code
 */
int
lk_cli_keep_tokens (LkCli     *self,
                    GPtrArray *work)
{
  int exit_code = LK_CLI_DONE;

  for (guint i = 0; i < work->len; i++)
    if (!LK_IS_DELETE_ORDER (work->pdata[i]))
      return lk_cli_usage (_("Only deletions can be called off: see “latchkey pending”"));

  for (guint i = 0; i < work->len; i++)
    {
      int code = keep_token (self, work->pdata[i]);

      if (code != LK_CLI_DONE)
        exit_code = code;
    }

  return exit_code;
}
