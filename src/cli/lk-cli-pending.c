/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-orders.h"
#include "lk-cli-rotate.h"

#include "lk-journal.h"
#include "lk-reconcile.h"
#include "lk-streaming-record.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PREFIX_MIN_LENGTH 6

static LkJournal *
read_journal (LkCli *self,
              int   *exit_code)
{
  g_autoptr (LkJournal) journal = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (!lk_cli_open (self, exit_code))
    return NULL;

  journal = lk_journal_new (self->office);
  lk_journal_read_async (journal, NULL, lk_cli_store_result_cb, &result);
  if (!lk_journal_read_finish (journal, lk_cli_wait (&result), &error))
    {
      *exit_code = lk_cli_report (error);
      return NULL;
    }

  return g_steal_pointer (&journal);
}

static void
add_candidates (JsonBuilder *builder,
                LkIntent    *intent)
{
  const char *const *ids = lk_intent_get_candidate_ids (intent);

  json_builder_set_member_name (builder, "candidates");
  if (lk_intent_get_client_id (intent) != NULL || ids[0] == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }

  json_builder_begin_array (builder);
  for (guint i = 0; ids[i] != NULL; i++)
    json_builder_add_string_value (builder, ids[i]);
  json_builder_end_array (builder);
}

static void
add_rotations (LkCli       *self,
               JsonBuilder *builder)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rotations)); i++)
    {
      g_autoptr (LkRotation) rotation = g_list_model_get_item (G_LIST_MODEL (self->rotations), i);
      g_autofree char *title = lk_cli_dup_account_title (self, lk_rotation_get_account_id (rotation));
      g_autofree char *since = g_date_time_format_iso8601 (lk_rotation_get_since (rotation));
      gboolean pulsar = lk_rotation_is_pulsar (rotation);

      json_builder_begin_object (builder);
      lk_cli_json_add_string (builder, "intent", lk_rotation_get_id (rotation));
      lk_cli_json_add_string (builder, "operation", "rotate");
      lk_cli_json_add_string (builder, "state", lk_rotation_step_to_string (lk_rotation_get_step (rotation)));
      lk_cli_json_add_string (builder, "account", title);
      lk_cli_json_add_string (builder, "clientId", pulsar ? NULL : lk_rotation_get_old_id (rotation));
      lk_cli_json_add_string (builder, "tokenid", pulsar ? lk_rotation_get_old_id (rotation) : NULL);
      json_builder_set_member_name (builder, "candidates");
      json_builder_add_null_value (builder);
      lk_cli_json_add_string (builder, "description", lk_rotation_get_description (rotation));
      lk_cli_json_add_string (builder, "since", since);
      json_builder_end_object (builder);
    }
}

static void
print_json (LkCli      *self,
            GListModel *intents)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (LkIntent) intent = g_list_model_get_item (intents, i);
      g_autofree char *title = lk_cli_dup_account_title (self, lk_intent_get_account_id (intent));
      g_autofree char *since = g_date_time_format_iso8601 (lk_intent_get_since (intent));
      gboolean pulsar = lk_intent_is_pulsar (intent);

      json_builder_begin_object (builder);
      lk_cli_json_add_string (builder, "intent", lk_intent_get_id (intent));
      lk_cli_json_add_string (builder, "operation", lk_intent_get_operation (intent));
      lk_cli_json_add_string (builder, "state", lk_intent_state_to_string (lk_intent_get_state (intent)));
      lk_cli_json_add_string (builder, "account", title);
      lk_cli_json_add_string (builder, "clientId", pulsar ? NULL : lk_intent_get_client_id (intent));
      lk_cli_json_add_string (builder, "tokenid", pulsar ? lk_intent_get_client_id (intent) : NULL);
      add_candidates (builder, intent);
      lk_cli_json_add_string (builder, "description", lk_intent_get_description (intent));
      lk_cli_json_add_string (builder, "since", since);
      json_builder_end_object (builder);
    }
  add_rotations (self, builder);
  lk_cli_json_add_orders (self, builder);
  json_builder_end_array (builder);
  lk_cli_json_print (builder);
}

static void
print_table (LkCli      *self,
             GListModel *intents)
{
  g_autoptr (GPtrArray) table = lk_cli_table_new ();

  lk_cli_table_add (table, _("INTENT"), _("STATE"), _("ACCOUNT"), _("TOKEN"), _("DESCRIPTION"), NULL);
  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (LkIntent) intent = g_list_model_get_item (intents, i);
      g_autofree char *title = lk_cli_dup_account_title (self, lk_intent_get_account_id (intent));
      g_autofree char *candidates = g_strjoinv (" ", (GStrv) lk_intent_get_candidate_ids (intent));
      const char *client_id = lk_intent_get_client_id (intent);
      const char *description = lk_intent_get_description (intent);
      g_autofree char *pulsar = NULL;

      if (lk_intent_is_pulsar (intent))
        pulsar = lk_streaming_record_describe (description, lk_intent_get_tenant_name (intent));
      lk_cli_table_add (table, lk_intent_get_id (intent), lk_intent_state_to_string (lk_intent_get_state (intent)),
                        title != NULL ? title : "", client_id != NULL ? client_id : candidates,
                        pulsar != NULL        ? pulsar
                        : description != NULL ? description
                                              : "",
                        NULL);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rotations)); i++)
    {
      g_autoptr (LkRotation) rotation = g_list_model_get_item (G_LIST_MODEL (self->rotations), i);
      g_autofree char *title = lk_cli_dup_account_title (self, lk_rotation_get_account_id (rotation));
      const char *description = lk_rotation_get_description (rotation);

      lk_cli_table_add (table, lk_rotation_get_id (rotation), lk_rotation_step_to_string (lk_rotation_get_step (rotation)),
                        title != NULL ? title : "", lk_rotation_get_old_id (rotation),
                        description != NULL ? description : "", NULL);
    }
  lk_cli_table_add_orders (self, table);
  lk_cli_table_print (table);
}

/**
 * lk_cli_pending:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "pending" on
 *
 * Does `latchkey pending`: says what is unfinished, and touches nothing.
 *
 * Returns: the exit code
 */
int
lk_cli_pending (LkCli  *self,
                int     argc,
                char  **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { NULL }
  };
  g_autoptr (LkJournal) journal = NULL;
  int exit_code;

  if (!lk_cli_parse ("latchkey pending", _("Lists work that could not be finished."), NULL, entries, &argc, &argv,
                     &exit_code))
    return exit_code;
  if (argc > 1)
    /* Translators: %s is a word on the command line */
    return lk_cli_usage (_("“%s” is one word too many"), argv[1]);

  journal = read_journal (self, &exit_code);
  if (journal == NULL)
    return exit_code;

  if (json)
    print_json (self, G_LIST_MODEL (journal));
  else if (g_list_model_get_n_items (G_LIST_MODEL (journal)) > 0
           || g_list_model_get_n_items (G_LIST_MODEL (self->rotations)) > 0
           || g_list_model_get_n_items (lk_rotations_get_orders (self->rotations)) > 0)
    print_table (self, G_LIST_MODEL (journal));

  return LK_CLI_DONE;
}

/* An LkIntent, an LkRotation or an LkDeleteOrder. */
static const char *
get_work_id (gpointer work)
{
  if (LK_IS_DELETE_ORDER (work))
    return lk_delete_order_get_id (work);

  return LK_IS_ROTATION (work) ? lk_rotation_get_id (work) : lk_intent_get_id (work);
}

static gpointer
find (GPtrArray  *all,
      const char *word,
      int        *exit_code)
{
  gpointer found = NULL;

  for (guint i = 0; i < all->len; i++)
    {
      const char *id = get_work_id (all->pdata[i]);

      if (!g_str_equal (id, word) && (strlen (word) < PREFIX_MIN_LENGTH || !g_str_has_prefix (id, word)))
        continue;
      if (found != NULL)
        {
          /* Translators: %s is the beginning of the id of work that could not be finished */
          *exit_code = lk_cli_usage (_("“%s” fits more than one piece of work: give the whole id"), word);
          return NULL;
        }
      found = all->pdata[i];
    }

  if (found == NULL)
    {
      /* Translators: %s is the id of work that could not be finished, as it was given on the command line */
      lk_cli_usage (_("There is no unfinished work “%s”: see “latchkey pending”"), word);
      *exit_code = LK_CLI_NOT_FOUND;
    }

  return found;
}

static const char *
get_sentence (LkRecoveryOutcome outcome)
{
  switch (outcome)
    {
    case LK_RECOVERY_NOTHING:
      return _("nothing was created");

    case LK_RECOVERY_STORED:
    case LK_RECOVERY_KEPT:
      return _("the secret is in the keyring now");

    case LK_RECOVERY_FOUND:
      return _("the token exists, and can be copied");

    case LK_RECOVERY_ORPHAN:
      return _("the token exists, but its secret was lost: delete it with “latchkey delete”");

    case LK_RECOVERY_IN_PROGRESS:
      return _("another Latchkey is at work on it");

    case LK_RECOVERY_UNKNOWN:
    default:
      return _("whether it was created is not known yet: see “latchkey pending”, and try again in a minute");
    }
}

static int
resume (LkCli    *self,
        LkIntent *intent)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LkRecoveryOutcome outcome;

  lk_recovery_run_async (self->office, intent, NULL, lk_cli_store_result_cb, &result);
  if (!lk_recovery_run_finish (lk_cli_wait (&result), &outcome, &error))
    {
      g_prefix_error (&error, "%s: ", lk_intent_get_id (intent));
      return lk_cli_report (error);
    }

  g_print ("%s: %s\n", lk_intent_get_id (intent), get_sentence (outcome));

  switch (outcome)
    {
    case LK_RECOVERY_NOTHING:
    case LK_RECOVERY_STORED:
    case LK_RECOVERY_KEPT:
    case LK_RECOVERY_FOUND:
      return LK_CLI_DONE;

    case LK_RECOVERY_ORPHAN:
    case LK_RECOVERY_UNKNOWN:
    case LK_RECOVERY_IN_PROGRESS:
    default:
      return LK_CLI_UNFINISHED;
    }
}

/* A store is not on the disk yet when the keyring says that it is done: what was stored is looked at once more, and told of
 * only where it is gone. What cannot be looked at now is another time; so is what was stored a moment ago, for one that was
 * deleted since cannot be told yet from one that is not listed so far. */
static int
see_stored_again (LkCli *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GPtrArray) intents = NULL;
  g_autoptr (GError) error = NULL;
  int exit_code = LK_CLI_DONE;

  lk_state_list_intents_async (self->state, NULL, lk_cli_store_result_cb, &listed);
  intents = lk_state_list_intents_finish (self->state, lk_cli_wait (&listed), &error);
  if (intents == NULL)
    return lk_cli_report (error);

  for (guint i = 0; i < intents->len; i++)
    {
      LkIntent *intent = intents->pdata[i];
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) look_error = NULL;
      LkRecoveryOutcome outcome;

      if (lk_intent_get_state (intent) != LK_INTENT_STORED
          || g_date_time_difference (now, lk_intent_get_since (intent)) < LK_RECONCILE_CERTAIN)
        continue;
      lk_recovery_run_async (self->office, intent, NULL, lk_cli_store_result_cb, &result);
      if (!lk_recovery_run_finish (lk_cli_wait (&result), &outcome, &look_error))
        {
          g_debug ("What was stored could not be looked at again: %s", look_error->message);
        }
      else if (outcome == LK_RECOVERY_ORPHAN || outcome == LK_RECOVERY_UNKNOWN || outcome == LK_RECOVERY_STORED)
        {
          g_print ("%s: %s\n", lk_intent_get_id (intent), get_sentence (outcome));
          if (outcome != LK_RECOVERY_STORED)
            exit_code = LK_CLI_UNFINISHED;
        }
    }

  return exit_code;
}

/* Without a yes to anything: one that waits to be finished goes on waiting, which is no failure. */
static int
resume_rotation (LkCli      *self,
                 LkRotation *rotation)
{
  LkRotationStep step = lk_rotation_get_step (rotation);
  g_autoptr (GError) error = NULL;

  if (!lk_cli_take_up_rotation (self, rotation, LK_CLI_ROTATE_GO_ON, NULL, &error))
    {
      g_prefix_error (&error, "%s: ", lk_rotation_get_id (rotation));
      lk_cli_report (error);
      return LK_CLI_UNFINISHED;
    }

  g_print ("%s: %s\n", lk_rotation_get_id (rotation),
           step == LK_ROTATION_RETIRING     ? _("the old token is deleted")
           : step == LK_ROTATION_CANCELLING ? _("the new token is deleted")
                                            : _("scripts find the new token; finish it with “latchkey rotate”"));

  return LK_CLI_DONE;
}

/* All work there is, of LkIntent, LkRotation and LkDeleteOrder. */
static GPtrArray *
list_work (LkCli     *self,
           LkJournal *journal)
{
  GListModel *models[] = {
    G_LIST_MODEL (journal), G_LIST_MODEL (self->rotations), lk_rotations_get_orders (self->rotations)
  };
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    for (guint j = 0; j < g_list_model_get_n_items (models[i]); j++)
      g_ptr_array_add (all, g_list_model_get_item (models[i], j));

  return all;
}

static GPtrArray *
choose (GPtrArray  *all,
        char      **words,
        int        *exit_code)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      gpointer work = find (all, words[i], exit_code);

      if (work == NULL)
        return NULL;
      g_ptr_array_add (chosen, work);
    }

  return g_steal_pointer (&chosen);
}

/**
 * lk_cli_resume:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "resume" on
 *
 * Does `latchkey resume`: takes up work that could not be finished, as far as that needs no yes.
 *
 * Returns: the exit code
 */
int
lk_cli_resume (LkCli  *self,
               int     argc,
               char  **argv)
{
  gboolean all = FALSE;
  gboolean keep = FALSE;
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_ ("Take up all of it"), NULL },
    { "keep", 0, 0, G_OPTION_ARG_NONE, &keep, N_ ("Call off the deletion: the token stays"), NULL },
    { NULL }
  };
  g_autoptr (LkJournal) journal = NULL;
  g_autoptr (GPtrArray) work = NULL;
  g_autoptr (GPtrArray) chosen = NULL;
  int exit_code;

  if (!lk_cli_parse ("latchkey resume", _("Takes up work that could not be finished; no token is created a second time."),
                     "INTENT…", entries, &argc, &argv, &exit_code))
    return exit_code;
  if (all && keep)
    return lk_cli_usage (_("Say which deletion to call off, as “latchkey pending” lists it"));
  if (all == (argc > 1))
    return lk_cli_usage (_("Say which work, as “latchkey pending” lists it, or --all"));

  journal = read_journal (self, &exit_code);
  if (journal == NULL)
    return exit_code;
  work = list_work (self, journal);
  chosen = all ? g_ptr_array_ref (work) : choose (work, argv + 1, &exit_code);
  if (chosen == NULL)
    return exit_code;

  if (keep)
    return lk_cli_keep_tokens (self, chosen);

  exit_code = all ? see_stored_again (self) : LK_CLI_DONE;
  for (guint i = 0; i < chosen->len; i++)
    {
      gpointer one = chosen->pdata[i];
      int code = LK_IS_ROTATION (one)       ? resume_rotation (self, one)
                 : LK_IS_DELETE_ORDER (one) ? lk_cli_resume_order (self, one)
                                            : resume (self, one);

      if (code != LK_CLI_DONE)
        exit_code = code;
    }

  return exit_code;
}
