/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-office.h"

#include "lk-office-private.h"
#include "lk-pulsar-secrets.h"
#include "lk-token-secrets.h"

/* The labels of keyring items, which other programs show, after an account got another name: of its sign-in token and of the
 * secrets of its tokens. Nobody waits for it; what a locked keyring does not take is done when it is unlocked. */

typedef struct
{
  LkOffice  *office;
  char      *account_id;
  char      *former;
  GPtrArray *infos; /* NULL before they were listed */
  guint      next;  /* of @infos */
} Relabel;

static void
relabel_free (Relabel *self)
{
  if (self->office != NULL)
    self->office->n_relabels--;
  g_clear_object (&self->office);
  g_clear_pointer (&self->infos, g_ptr_array_unref);
  g_free (self->account_id);
  g_free (self->former);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Relabel, relabel_free)

static void start (LkOffice   *office,
                   const char *account_id,
                   const char *former);

static void
unlocked_cb (LkOffice *self)
{
  g_autoptr (GPtrArray) left = g_steal_pointer (&self->relabels);

  for (guint i = 0; left != NULL && i < left->len; i++)
    {
      const Relabel *relabel = left->pdata[i];

      start (self, relabel->account_id, relabel->former);
    }
}

static void
leave_for_later (Relabel *relabel)
{
  LkOffice *office = relabel->office;
  Relabel *later = g_new0 (Relabel, 1);

  later->account_id = g_strdup (relabel->account_id);
  later->former = g_strdup (relabel->former);
  if (office->relabels == NULL)
    office->relabels = g_ptr_array_new_with_free_func ((GDestroyNotify) relabel_free);
  g_ptr_array_add (office->relabels, later);
  g_signal_handlers_disconnect_by_func (office->keyring, unlocked_cb, office);
  g_signal_connect_object (office->keyring, "unlocked", G_CALLBACK (unlocked_cb), office, G_CONNECT_SWAPPED);
}

/* Whether to go on: what a keyring does not do for another reason than its lock stays as it is. */
static gboolean
may_go_on (Relabel      *relabel,
           const GError *error)
{
  if (!g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED))
    {
      if (error != NULL)
        g_debug ("A label stays as it was: %s", error->message);
      return error == NULL;
    }

  leave_for_later (relabel);

  return FALSE;
}

static GHashTable *
create_attributes (LkSecretInfo *info)
{
  return lk_secret_attributes_new ("kind", lk_secret_info_get (info, "kind"),
                                   "field", lk_secret_info_get (info, "field"),
                                   "org-id", lk_secret_info_get (info, "org-id"),
                                   "client-id", lk_secret_info_get (info, "client-id"),
                                   "cluster", lk_secret_info_get (info, "cluster"),
                                   "tenant", lk_secret_info_get (info, "tenant"),
                                   "token-id", lk_secret_info_get (info, "token-id"),
                                   "environment", lk_secret_info_get (info, "environment"),
                                   "name", lk_secret_info_get (info, "name"),
                                   NULL);
}

static char *
create_label (LkSecretInfo *info,
              const char   *former,
              const char   *now)
{
  const char *kind = lk_secret_info_get (info, "kind");
  const char *tenant = lk_secret_info_get (info, "tenant");
  const char *field = lk_secret_info_get (info, "field");
  g_autofree char *of_sign_in = lk_office_sign_in_label (former);

  if (g_strcmp0 (kind, LK_SECRET_KIND_ASTRA_TOKEN) == 0 && field != NULL)
    return lk_token_secrets_relabel (info->label, field, former, now);
  if (g_strcmp0 (kind, LK_SECRET_KIND_PULSAR_TOKEN) == 0 && tenant != NULL)
    return lk_pulsar_secrets_relabel (info->label, tenant, former, now);
  if (g_strcmp0 (kind, LK_SECRET_KIND_ACCOUNT) == 0 && g_strcmp0 (info->label, of_sign_in) == 0)
    return lk_office_sign_in_label (now);

  return NULL;
}

static void go_on (Relabel *owned_relabel);

static void
labeled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Relabel) relabel = user_data;
  g_autoptr (GError) error = NULL;

  lk_keyring_set_label_finish (LK_KEYRING (source), result, &error);
  if (may_go_on (relabel, error))
    go_on (g_steal_pointer (&relabel));
}

static void
go_on (Relabel *owned_relabel)
{
  g_autoptr (Relabel) relabel = owned_relabel;
  LkOffice *office = relabel->office;
  g_autoptr (LkAccount) account = lk_office_find_account (office, relabel->account_id);

  while (account != NULL && relabel->next < relabel->infos->len)
    {
      LkSecretInfo *info = relabel->infos->pdata[relabel->next];
      g_autofree char *label = create_label (info, relabel->former, lk_account_get_title (account));
      g_autoptr (GHashTable) attributes = create_attributes (info);

      relabel->next++;
      if (label != NULL)
        {
          lk_keyring_set_label_async (office->keyring, attributes, label, NULL, labeled_cb, g_steal_pointer (&relabel));
          return;
        }
    }
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Relabel) relabel = user_data;
  g_autoptr (GError) error = NULL;

  relabel->infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);
  if (may_go_on (relabel, error))
    go_on (g_steal_pointer (&relabel));
}

static void
start (LkOffice   *office,
       const char *account_id,
       const char *former)
{
  g_autoptr (LkAccount) account = lk_office_find_account (office, account_id);
  g_autoptr (GHashTable) attributes = NULL;
  Relabel *relabel;

  /* It was removed meanwhile. */
  if (account == NULL)
    return;

  relabel = g_new0 (Relabel, 1);
  relabel->office = g_object_ref (office);
  relabel->account_id = g_strdup (account_id);
  relabel->former = g_strdup (former);
  office->n_relabels++;
  attributes = lk_secret_attributes_new ("org-id", lk_account_get_org_id (account),
                                         "environment", lk_account_get_environment (account),
                                         NULL);
  lk_keyring_list_async (office->keyring, attributes, NULL, listed_cb, relabel);
}

/*< private >
 * lk_office_relabel:
 * @self: an office
 * @account: an account that was renamed
 * @former: how it was called before
 *
 * Gives the items of @account in the keyring labels with its name of now, as far as they had one with the former.
 */
void
lk_office_relabel (LkOffice   *self,
                   LkAccount  *account,
                   const char *former)
{
  start (self, lk_account_get_id (account), former);
}

/**
 * lk_office_is_relabeling:
 * @self: an office
 *
 * Tells whether labels are still being changed after an account was renamed. What waits for a locked keyring does not
 * count.
 *
 * Returns: whether there is something to wait for
 */
gboolean
lk_office_is_relabeling (LkOffice *self)
{
  g_return_val_if_fail (LK_IS_OFFICE (self), FALSE);

  return self->n_relabels > 0;
}
