/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-activity-table.h"

#include "lk-app-token-keys.h"
#include "lk-csv.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * lk_activity_table_new:
 * @activities: a list model of #LkActivity
 *
 * Writes what was done as a table (RFC 4180) with a heading and times in UTC. The words for what was done and how it ended
 * are those that are written down, so that programs can tell them; there is no secret in it, as there is none in a record.
 *
 * Returns: (transfer full): the table
 */
GBytes *
lk_activity_table_new (GListModel *activities)
{
  const char *heading[] = { "Time", "Operation", "Description", "Client Id", "Account", "Outcome" };
  g_autoptr (LkSecretText) text = lk_secret_text_new ();

  lk_csv_append_row (text, heading, G_N_ELEMENTS (heading));
  for (guint i = 0; i < g_list_model_get_n_items (activities); i++)
    {
      g_autoptr (LkActivity) activity = g_list_model_get_item (activities, i);
      GDateTime *time = lk_activity_get_time (activity);
      g_autoptr (GDateTime) utc = time != NULL ? g_date_time_to_utc (time) : NULL;
      g_autofree char *iso = utc != NULL ? g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ") : NULL;
      const char *cells[] = {
        iso,
        lk_activity_get_operation (activity),
        lk_activity_get_description (activity),
        lk_activity_get_client_id (activity),
        lk_activity_get_account_title (activity),
        lk_activity_get_outcome (activity),
      };

      lk_csv_append_row (text, cells, G_N_ELEMENTS (cells));
    }

  return lk_secret_text_free_to_bytes (g_steal_pointer (&text));
}

/**
 * lk_activity_table_is_about_account:
 * @activity: what was done
 *
 * Returns: whether it was done to an account, not to a token
 */
gboolean
lk_activity_table_is_about_account (LkActivity *activity)
{
  static const char *const operations[] = {
    LK_ACTIVITY_CHANGE_SIGN_IN, LK_ACTIVITY_RENAME_ACCOUNT, LK_ACTIVITY_REMOVE_ACCOUNT, LK_ACTIVITY_RESTORE_ACCOUNT, NULL,
  };
  const char *operation = lk_activity_get_operation (activity);

  return operation != NULL && g_strv_contains (operations, operation);
}

/**
 * lk_activity_table_describe:
 * @activity: what was done
 *
 * Returns: (transfer none): what it was, for people; a word that a later version wrote as it is
 */
const char *
lk_activity_table_describe (LkActivity *activity)
{
  /* Those that are written down only when they were done. */
  static const struct
  {
    const char *operation;
    const char *text;
  } others[] = {
    /* Translators: what was done with a token */
    { LK_ACTIVITY_KEEP, N_ ("Deletion called off") },
    /* Translators: what was done with a token */
    { LK_ACTIVITY_SAVE, N_ ("Saved to a file") },
    /* Translators: what was done with a token */
    { LK_ACTIVITY_STORE, N_ ("Stored in the keyring") },
    /* Translators: what was done with an account */
    { LK_ACTIVITY_CHANGE_SIGN_IN, N_ ("Sign-in changed") },
    { LK_ACTIVITY_RENAME_ACCOUNT, N_ ("Account renamed") },
    { LK_ACTIVITY_REMOVE_ACCOUNT, N_ ("Account removed") },
    { LK_ACTIVITY_RESTORE_ACCOUNT, N_ ("Account brought back") },
  };
  const char *operation = lk_activity_get_operation (activity);
  const char *outcome = lk_activity_get_outcome (activity);
  gboolean done = g_strcmp0 (outcome, LK_ACTIVITY_DONE) == 0 || g_strcmp0 (outcome, LK_ACTIVITY_ORPHAN) == 0;

  if (g_strcmp0 (operation, LK_ACTIVITY_CREATE) == 0)
    /* Translators: what was done with a token, or was tried */
    return done ? C_ ("activity", "Created") : C_ ("activity", "Create");
  if (g_strcmp0 (operation, LK_ACTIVITY_DELETE) == 0)
    /* Translators: what was done with a token, or was tried */
    return done ? C_ ("activity", "Deleted") : C_ ("activity", "Delete");
  if (g_strcmp0 (operation, LK_ACTIVITY_ROTATE) == 0)
    /* Translators: what was done with a token, or was tried */
    return done ? C_ ("activity", "Rotated") : C_ ("activity", "Rotate");
  if (g_strcmp0 (operation, LK_ACTIVITY_FORGET) == 0)
    /* Translators: what was done with a token, or was tried */
    return done ? _("Stored secret removed") : _("Remove stored secret");

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_strcmp0 (operation, others[i].operation) == 0)
      return _ (others[i].text);

  return operation != NULL ? operation : "";
}

/**
 * lk_activity_table_describe_outcome:
 * @activity: what was done
 *
 * Returns: (transfer none): how it ended, for people
 */
const char *
lk_activity_table_describe_outcome (LkActivity *activity)
{
  const char *outcome = lk_activity_get_outcome (activity);

  if (g_strcmp0 (outcome, LK_ACTIVITY_DONE) == 0)
    /* Translators: how something ended that was done with a token */
    return _("Done");
  if (g_strcmp0 (outcome, LK_ACTIVITY_FAILED) == 0)
    return _("Failed");
  if (g_strcmp0 (outcome, LK_ACTIVITY_UNKNOWN) == 0)
    /* Translators: how something ended that was done with a token: nobody knows */
    return _("Answer Lost");
  if (g_strcmp0 (outcome, LK_ACTIVITY_ORPHAN) == 0)
    /* Translators: how the creation of a token ended */
    return _("Secret Lost");

  return outcome != NULL ? outcome : "";
}

/**
 * lk_activity_table_matches:
 * @activity: what was done
 * @words: (array zero-terminated=1): what is searched for, each from lk_fold_text()
 *
 * Looks for every word in the token's description and client id, the account, and what is said of what was done.
 *
 * Returns: whether all are found
 */
gboolean
lk_activity_table_matches (LkActivity         *activity,
                           const char * const *words)
{
  const char *texts[] = {
    lk_activity_table_describe (activity),
    lk_activity_table_describe_outcome (activity),
    lk_activity_get_description (activity),
    lk_activity_get_client_id (activity),
    lk_activity_get_account_title (activity),
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
