/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-rotate.h"

#include "lk-say.h"
#include "lk-text.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* An account that signs in with another token since is another object. */
static gboolean
load_half (LkCli         *self,
           LkRotation    *rotation,
           LkInventory  **inventory,
           LkStreaming  **streaming,
           GError       **error)
{
  g_autoptr (LkAccount) account = lk_office_find_account (self->office, lk_rotation_get_account_id (rotation));

  if (account == NULL)
    {
      g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_NO_SIGN_IN,
                           _("The account that this was done for was removed: add it again"));
      return FALSE;
    }

  if (lk_rotation_is_pulsar (rotation))
    *streaming = lk_cli_load_streaming (self, account, error);
  else
    *inventory = lk_cli_load (self, account, error);

  return *streaming != NULL || *inventory != NULL;
}

static gboolean
hand_over (LkRotation    *rotation,
           LkInventory   *inventory,
           LkStreaming   *streaming,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (lk_rotation_get_step (rotation) != LK_ROTATION_CREATED)
    return TRUE;

  lk_rotate_hand_over_async (rotation, inventory, streaming, cancellable, lk_cli_store_result_cb, &result);

  return lk_rotate_hand_over_finish (lk_cli_wait (&result), error);
}

static gboolean
end (LkRotation    *rotation,
     gboolean       cancel,
     LkInventory   *inventory,
     LkStreaming   *streaming,
     GCancellable  *cancellable,
     GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_rotate_end_async (rotation, cancel, inventory, streaming, cancellable, lk_cli_store_result_cb, &result);

  return lk_rotate_end_finish (lk_cli_wait (&result), error);
}

/* What somebody said yes to before counts, unless something else is said now. */
static LkCliRotateWish
add_former_wish (LkRotation      *rotation,
                 LkCliRotateWish  wish)
{
  if (wish != LK_CLI_ROTATE_GO_ON)
    return wish;

  switch (lk_rotation_get_step (rotation))
    {
    case LK_ROTATION_RETIRING:
      return LK_CLI_ROTATE_FINISH;

    case LK_ROTATION_CANCELLING:
      return LK_CLI_ROTATE_CANCEL;

    case LK_ROTATION_CREATED:
    case LK_ROTATION_MOVED:
    default:
      return LK_CLI_ROTATE_GO_ON;
    }
}

/**
 * lk_cli_take_up_rotation:
 * @self: the command line
 * @rotation: a rotation
 * @wish: what somebody said yes to
 * @cancellable: (nullable): obeyed before a step is taken
 * @error: return location for what went wrong
 *
 * Goes on with a rotation as far as it goes by itself, and with @wish to its end. What somebody said yes to before is
 * tried again without being asked.
 *
 * Returns: whether it stands where it should now
 */
gboolean
lk_cli_take_up_rotation (LkCli            *self,
                         LkRotation       *rotation,
                         LkCliRotateWish   wish,
                         GCancellable     *cancellable,
                         GError          **error)
{
  gboolean cancel;
  g_autoptr (LkInventory) inventory = NULL;
  g_autoptr (LkStreaming) streaming = NULL;

  wish = add_former_wish (rotation, wish);
  cancel = wish == LK_CLI_ROTATE_CANCEL;
  if (wish == LK_CLI_ROTATE_GO_ON && lk_rotation_get_step (rotation) == LK_ROTATION_MOVED)
    return TRUE;
  if (!load_half (self, rotation, &inventory, &streaming, error))
    return FALSE;
  if (!cancel && !hand_over (rotation, inventory, streaming, cancellable, error))
    return FALSE;
  if (wish == LK_CLI_ROTATE_GO_ON)
    return TRUE;

  g_clear_object (&inventory);
  g_clear_object (&streaming);

  return load_half (self, rotation, &inventory, &streaming, error)
         && end (rotation, cancel, inventory, streaming, cancellable, error);
}

static gboolean
create_app (LkCli         *self,
            LkCliFound    *found,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkIssue) issue = lk_rotate_issue_new (found->inventory, found->app_token, now);

  return lk_cli_run_issue (self, issue, cancellable, error);
}

static gboolean
create_pulsar (LkCliFound    *found,
               GCancellable  *cancellable,
               GError       **error)
{
  LkPulsarToken *old = found->pulsar_token;
  LkPulsarWish wish = { .note = lk_pulsar_token_get_note (old), .store = TRUE, .replaces = lk_pulsar_token_get_id (old) };
  LkTenant *tenant = lk_streaming_get_tenant_of (found->streaming, old);
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (GAsyncResult) created = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (GError) store_error = NULL;

  if (wish.replaces == NULL || tenant == NULL)
    {
      g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                           _("This token has no id: it can neither be fetched nor deleted"));
      return FALSE;
    }
  if (!lk_rotate_get_days (old, &wish.days))
    {
      lk_streaming_look_up_async (found->streaming, old, cancellable, lk_cli_store_result_cb, &read);
      value = lk_streaming_look_up_finish (found->streaming, lk_cli_wait (&read), error);
      if (value == NULL)
        return FALSE;
      if (!lk_rotate_get_days (old, &wish.days))
        {
          g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                               _("It is not known how long this token lasts: create another, and delete this one"));
          return FALSE;
        }
    }

  lk_streaming_create_async (found->streaming, tenant, &wish, cancellable, lk_cli_store_result_cb, &created);
  token = lk_streaming_create_finish (found->streaming, lk_cli_wait (&created), &store_error, error);
  if (store_error != NULL)
    /* Translators: %s is a sentence that says why */
    g_set_error (error, LK_WORK_ERROR, LK_WORK_ERROR_NOT_STORED,
                 _("The token is created, but could not be stored; “latchkey resume” does so: %s"), store_error->message);

  return token != NULL && store_error == NULL;
}

static const char *
get_id (LkCliFound *found)
{
  if (found->app_token != NULL)
    return lk_app_token_get_client_id (found->app_token);

  return lk_pulsar_token_get_id (found->pulsar_token);
}

static LkAccount *
get_account (LkCliFound *found)
{
  if (found->app_token != NULL)
    return lk_inventory_get_account (found->inventory);

  return lk_streaming_get_account (found->streaming);
}

/* What is left over is in the journal: nothing needs to be begun anew. */
static int
report_left (LkRotation   *rotation,
             const GError *error)
{
  lk_cli_report (error);

  return lk_rotation_get_step (rotation) == LK_ROTATION_MOVED ? lk_cli_exit_code (error) : LK_CLI_UNFINISHED;
}

static void
print_where (LkRotation *rotation)
{
  g_autofree char *older = lk_text_clean (lk_rotation_get_old_id (rotation));
  g_autofree char *newer = lk_text_clean (lk_rotation_get_new_id (rotation));

  /* Translators: both are ids of tokens: %1$s of the old one, %2$s of the new one */
  g_print (_("%2$s takes the place of %1$s. Both work until you finish:"), older, newer);
  g_print ("\n  latchkey rotate %s --finish\n", newer);
}

static int
take_up (LkCli           *self,
         LkRotation      *rotation,
         LkCliRotateWish  wish,
         GCancellable    *cancellable)
{
  g_autofree char *older = lk_text_clean (lk_rotation_get_old_id (rotation));
  g_autofree char *newer = lk_text_clean (lk_rotation_get_new_id (rotation));
  g_autoptr (GError) error = NULL;

  wish = add_former_wish (rotation, wish);
  if (!lk_cli_take_up_rotation (self, rotation, wish, cancellable, &error))
    return report_left (rotation, error);

  if (wish == LK_CLI_ROTATE_GO_ON)
    print_where (rotation);
  else if (wish == LK_CLI_ROTATE_CANCEL)
    {
      /* Translators: both are ids of tokens: %1$s of the old one, %2$s of the new one */
      g_print (_("%2$s is deleted; %1$s stays"), older, newer);
      g_print ("\n");
    }
  else
    {
      /* Translators: both are ids of tokens: %1$s of the old one, %2$s of the new one */
      g_print (_("%1$s is deleted; %2$s has taken its place"), older, newer);
      g_print ("\n");
    }

  return LK_CLI_DONE;
}

static int
begin (LkCli        *self,
       LkCliFound   *found,
       GCancellable *cancellable)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean created = found->app_token != NULL ? create_app (self, found, cancellable, &error)
                                              : create_pulsar (found, cancellable, &error);
  LkRotation *rotation;
  int exit_code;

  if (!created)
    {
      exit_code = lk_cli_report (error);
      return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND) ? LK_CLI_REFUSED : exit_code;
    }

  lk_rotations_read_async (self->rotations, NULL, lk_cli_store_result_cb, &result);
  lk_rotations_read_finish (self->rotations, lk_cli_wait (&result), &error);
  rotation = lk_rotations_find (self->rotations, get_account (found), get_id (found));
  if (rotation == NULL)
    {
      if (error == NULL)
        lk_say (_("The new token is stored, but that could not be written down: see “latchkey list”"));
      else
        lk_cli_report (error);
      return LK_CLI_UNFINISHED;
    }

  return take_up (self, rotation, LK_CLI_ROTATE_GO_ON, cancellable);
}

/* By the id of a token that may be gone, too. */
static LkRotation *
find_rotation (LkRotations *rotations,
               GPtrArray   *accounts,
               const char  *id)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      LkRotation *rotation = lk_rotations_find (rotations, accounts->pdata[i], id);

      if (rotation != NULL)
        return rotation;
    }

  return NULL;
}

static int
rotate (LkCli           *self,
        GPtrArray       *accounts,
        char           **words,
        LkCliRotateWish  wish)
{
  g_autoptr (GPtrArray) inventories = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) streamings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GCancellable) cancellable = lk_cli_catch_signals ();
  g_autoptr (LkCliFound) found = NULL;
  g_autoptr (GError) error = NULL;
  LkRotation *rotation;
  int exit_code;

  rotation = find_rotation (self->rotations, accounts, words[0]);
  if (rotation == NULL)
    {
      if (!lk_cli_load_for (self, accounts, words, inventories, streamings, &error))
        return lk_cli_report (error);
      found = lk_cli_find (inventories, streamings, words[0], &exit_code);
      if (found == NULL)
        return exit_code;
      rotation = lk_rotations_find (self->rotations, get_account (found), get_id (found));
    }
  if (rotation != NULL)
    return take_up (self, rotation, wish, cancellable);
  if (wish == LK_CLI_ROTATE_GO_ON)
    return begin (self, found, cancellable);

  /* Translators: %s is a token as it was given on the command line */
  lk_cli_usage (_("“%s” is not being rotated"), words[0]);

  return LK_CLI_NOT_FOUND;
}

/**
 * lk_cli_rotate:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "rotate" on
 *
 * Does `latchkey rotate`: begins a rotation or goes on with it, and ends it only where that is said.
 *
 * Returns: the exit code
 */
int
lk_cli_rotate (LkCli  *self,
               int     argc,
               char  **argv)
{
  gboolean finish = FALSE;
  gboolean cancel = FALSE;
  const GOptionEntry entries[] = {
    { "finish", 0, 0, G_OPTION_ARG_NONE, &finish, N_ ("Delete the old token"), NULL },
    { "cancel", 0, 0, G_OPTION_ARG_NONE, &cancel, N_ ("Delete the new token, and give the old one its name back"), NULL },
    { NULL }
  };
  g_autoptr (GPtrArray) accounts = NULL;
  LkCliRotateWish wish;
  int exit_code;

  if (!lk_cli_parse ("latchkey rotate", _("Puts a new token in the place of another; both work until that is finished."),
                     "TOKEN", entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc < 2)
    return lk_cli_usage (_("Say which token, by its script name or id"));
  if (argc > 2)
    /* Translators: %s is a word on the command line */
    return lk_cli_usage (_("“%s” is one word too many: see “latchkey rotate --help”"), argv[2]);
  if (finish && cancel)
    return lk_cli_usage (_("Either --finish or --cancel"));

  accounts = lk_cli_choose_accounts (self, NULL, &exit_code);
  if (accounts == NULL || !lk_cli_claim_names (self, &exit_code))
    return exit_code;

  wish = LK_CLI_ROTATE_GO_ON;
  if (finish)
    wish = LK_CLI_ROTATE_FINISH;
  else if (cancel)
    wish = LK_CLI_ROTATE_CANCEL;

  return rotate (self, accounts, argv + 1, wish);
}
