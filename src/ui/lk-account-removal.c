/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-account-removal.h"

#include "lk-confirm.h"
#include "lk-keyring-actions.h"
#include "lk-undo.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

#define LEAVING "lk-leaving"

/* Removing an account, and taking that back; a locked keyring is unlocked for it, once. Both go on when the window was
 * closed meanwhile, and hold the application until they are through. */
typedef struct
{
  LkAccountsList   *list;
  GApplication     *application; /* NULL: the window has none */
  LkOffice         *office;
  LkAccount        *account;
  LkRemovedAccount *removed; /* NULL until it is */
  gboolean          unlocked;
  gboolean          anyway; /* somebody said yes to forgetting what is not finished */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  if (work->application != NULL)
    g_application_release (work->application);
  g_clear_object (&work->application);
  g_clear_object (&work->list);
  g_clear_object (&work->office);
  g_object_set_data (G_OBJECT (work->account), LEAVING, NULL);
  g_clear_object (&work->account);
  g_clear_pointer (&work->removed, lk_removed_account_unref);
  g_free (work);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static Work *
work_new (LkAccountsList   *list,
          LkOffice         *office,
          LkAccount        *account,
          LkRemovedAccount *removed)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (list));
  GtkApplication *application = GTK_IS_WINDOW (root) ? gtk_window_get_application (GTK_WINDOW (root)) : NULL;
  Work *work = g_new0 (Work, 1);

  work->list = g_object_ref (list);
  work->office = g_object_ref (office);
  work->account = g_object_ref (account);
  work->removed = removed != NULL ? lk_removed_account_ref (removed) : NULL;
  if (application != NULL)
    {
      work->application = G_APPLICATION (g_object_ref (application));
      g_application_hold (work->application);
    }

  return work;
}

/* What an undo needs. */
typedef struct
{
  LkAccountsList   *list;
  LkOffice         *office;
  LkRemovedAccount *removed;
} Undo;

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  g_clear_object (&undo->list);
  g_clear_object (&undo->office);
  g_clear_pointer (&undo->removed, lk_removed_account_unref);
  g_free (undo);
}

static gboolean
is_open (Work *work)
{
  return gtk_widget_get_root (GTK_WIDGET (work->list)) != NULL;
}

static void remove_account (Work *owned_work);
static void restore_account (Work *owned_work);

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;
  gboolean unlocked = lk_keyring_unlock_finish (LK_KEYRING (source), result, &error);

  if (!unlocked && is_open (work))
    lk_keyring_actions_show_error (GTK_WIDGET (work->list), _("The Keyring Could Not Be Unlocked"), error);
  else if (unlocked && work->removed != NULL)
    restore_account (g_steal_pointer (&work));
  else if (unlocked)
    remove_account (g_steal_pointer (&work));
}

static gboolean
unlock (Work         *work,
        const GError *error)
{
  if (!g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED) || work->unlocked || !is_open (work))
    return FALSE;

  work->unlocked = TRUE;
  lk_keyring_unlock_async (lk_office_get_keyring (work->office), NULL, unlocked_cb, work);

  return TRUE;
}

/* The way back. */

static void offer_undo (Work *work);

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;
  gboolean restored = lk_office_restore_account_finish (LK_OFFICE (source), result, &error);

  if (unlock (work, error))
    {
      g_steal_pointer (&work);
      return;
    }
  if (!is_open (work))
    return;

  if (restored)
    {
      lk_accounts_list_show (work->list, lk_account_get_id (work->account));
      return;
    }
  lk_keyring_actions_show_error (GTK_WIDGET (work->list), _("The Account Could Not Be Brought Back"), error);
  offer_undo (work);
}

static void
restore_account (Work *owned_work)
{
  lk_office_restore_account_async (owned_work->office, owned_work->removed, NULL, restored_cb, owned_work);
}

static void
undo_cb (GtkWidget *widget,
         gpointer   user_data)
{
  Undo *undo = user_data;
  LkAccount *account = lk_removed_account_get_account (undo->removed);

  restore_account (work_new (undo->list, undo->office, account, undo->removed));
}

/* The sign-in token is in the undo, and nowhere else. */
static void
offer_undo (Work *work)
{
  Undo *undo = g_new0 (Undo, 1);
  /* Translators: %s is an account */
  g_autofree char *text = g_strdup_printf (_("%s removed"), lk_account_get_title (work->account));

  undo->list = g_object_ref (work->list);
  undo->office = g_object_ref (work->office);
  undo->removed = lk_removed_account_ref (work->removed);
  lk_undo_offer (GTK_WIDGET (work->list), text, undo_cb, undo, undo_free);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Work) work = user_data;
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);

  if (g_strcmp0 (response, "remove") != 0)
    return;

  work->anyway = TRUE;
  remove_account (g_steal_pointer (&work));
}

/* An account whose token is not accepted any more can bring nothing to its end. */
static void
ask (Work         *owned_work,
     const GError *error)
{
  const LkConfirmResponse responses[] = {
    { "cancel", _("_Cancel"), LK_CONFIRM_DEFAULT },
    { "remove", _("_Remove Anyway"), LK_CONFIRM_DESTRUCTIVE },
  };
  /* Translators: %s is a sentence without a full stop: what is not finished, and what to do about it */
  g_autofree char *body = g_strdup_printf (_("%s.\n\nIf you remove the account anyway, that is forgotten: its tokens stay in "
                                             "Astra as they are, and what is stored of them stays in the keyring."),
                                           error->message);

  lk_confirm_async (GTK_WIDGET (owned_work->list), _("Remove the Account Anyway?"), body, responses, G_N_ELEMENTS (responses),
                    "cancel", "cancel", NULL, asked_cb, owned_work);
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;

  work->removed = lk_office_remove_account_finish (LK_OFFICE (source), result, &error);
  if (unlock (work, error))
    {
      g_steal_pointer (&work);
      return;
    }
  if (!is_open (work))
    return;

  if (work->removed != NULL)
    offer_undo (work);
  else if (g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_WOULD_BE_FORGOTTEN))
    ask (g_steal_pointer (&work), error);
  else
    lk_keyring_actions_show_error (GTK_WIDGET (work->list), _("The Account Could Not Be Removed"), error);
}

static void
remove_account (Work *owned_work)
{
  lk_office_remove_account_async (owned_work->office, owned_work->account, owned_work->anyway, NULL, removed_cb, owned_work);
}

/**
 * lk_account_removal_begin:
 * @list: the list of accounts
 * @office: where the account is
 * @account: one of its accounts
 *
 * Removes an account, and offers to take that back; says so if it cannot be removed now. Secrets of its tokens stay in the
 * keyring.
 */
void
lk_account_removal_begin (LkAccountsList *list,
                          LkOffice       *office,
                          LkAccount      *account)
{
  g_return_if_fail (LK_IS_ACCOUNTS_LIST (list));
  g_return_if_fail (LK_IS_OFFICE (office));
  g_return_if_fail (LK_IS_ACCOUNT (account));

  /* Asked for again while the keyring is being unlocked for it. */
  if (g_object_get_data (G_OBJECT (account), LEAVING) != NULL)
    return;

  g_object_set_data (G_OBJECT (account), LEAVING, GINT_TO_POINTER (TRUE));
  remove_account (work_new (list, office, account, NULL));
}
