/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-script-name.h"

#include "lk-secret-attributes.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GHashTable *attributes; /* what gets the name */
  GHashTable *former;     /* what has it until then; NULL: nothing may */
  char       *name;       /* NULL: none */
  char       *before;     /* what it was called before, to go back to; NULL: it had none */
} Naming;

static void
naming_free (gpointer data)
{
  Naming *self = data;

  g_hash_table_unref (self->attributes);
  g_clear_pointer (&self->former, g_hash_table_unref);
  g_free (self->name);
  g_free (self->before);
  g_free (self);
}

static gboolean
is_of (LkSecretInfo *info,
       GHashTable   *attributes)
{
  GHashTableIter iter;
  gpointer key, value;

  if (attributes == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, attributes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (g_strcmp0 (g_hash_table_lookup (info->attributes, key), value) != 0)
      return FALSE;

  return TRUE;
}

/* Whether anything else has the name. */
static gboolean
is_taken (Naming    *self,
          GPtrArray *infos)
{
  for (guint i = 0; i < infos->len; i++)
    if (!is_of (infos->pdata[i], self->attributes) && !is_of (infos->pdata[i], self->former))
      return TRUE;

  return FALSE;
}

static void
fail_taken (GTask *task)
{
  Naming *self = g_task_get_task_data (task);

  g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_NAME_TAKEN,
                           /* Translators: %s is a script name */
                           _("The script name “%s” belongs to another token: choose another one"), self->name);
}

/* The steps, last first: each is the callback of the one below it. */

static void
former_unnamed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_keyring_set_name_finish (LK_KEYRING (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
taken_back_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;

  if (!lk_keyring_set_name_finish (LK_KEYRING (source), result, &error))
    g_debug ("A name that is taken could not be given back: %s", error->message);
  fail_taken (task);
}

/* Another process may have given the same name at the same moment: then neither has it. */
static void
seen_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkKeyring *keyring = LK_KEYRING (source);
  Naming *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (keyring, result, &error);

  if (infos == NULL)
    g_task_return_error (task, error);
  else if (is_taken (self, infos))
    lk_keyring_set_name_async (keyring, self->attributes, self->before, NULL, taken_back_cb, g_steal_pointer (&task));
  else if (self->former != NULL)
    lk_keyring_set_name_async (keyring, self->former, NULL, NULL, former_unnamed_cb, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

static void
list_named (GTask               *owned_task,
            LkKeyring           *keyring,
            GAsyncReadyCallback  callback)
{
  Naming *self = g_task_get_task_data (owned_task);
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("name", self->name, NULL);

  lk_keyring_list_async (keyring, attributes, NULL, callback, owned_task);
}

static void
named_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Naming *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lk_keyring_set_name_finish (LK_KEYRING (source), result, &error))
    g_task_return_error (task, error);
  else if (self->name != NULL)
    list_named (g_steal_pointer (&task), LK_KEYRING (source), seen_cb);
  else
    g_task_return_boolean (task, TRUE);
}

static void
set_name (GTask *owned_task)
{
  Naming *self = g_task_get_task_data (owned_task);

  lk_keyring_set_name_async (g_task_get_source_object (owned_task), self->attributes, self->name, NULL, named_cb, owned_task);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Naming *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);

  if (infos == NULL)
    g_task_return_error (task, error);
  else if (is_taken (self, infos))
    fail_taken (task);
  else
    set_name (g_steal_pointer (&task));
}

static void
own_listed_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Naming *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);

  if (infos == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (infos->len == 0)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID, _("Nothing is stored of this token"));
      return;
    }

  self->before = g_strdup (lk_secret_info_get (infos->pdata[0], "name"));
  if (self->name != NULL)
    list_named (g_steal_pointer (&task), LK_KEYRING (source), asked_cb);
  else
    set_name (g_steal_pointer (&task));
}

/**
 * lk_script_name_set_async:
 * @keyring: the keyring, which decides whose a name is
 * @attributes: (element-type utf8 utf8): what names one token among all that is stored: its kind, organization and id
 * @name: (nullable): the script name; %NULL for none
 * @former: (nullable) (element-type utf8 utf8): what names the token that the name is taken from; %NULL if nothing may have
 *   it. Only with a name.
 * @cancellable: (nullable): obeyed before anything is changed
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Names what is stored of a token, in the order in which a look-up by name succeeds at each step: the new token gets the
 * name, and only then the former one loses it (measured with gnome-keyring 42.1: either may be found in between).
 */
void
lk_script_name_set_async (LkKeyring           *keyring,
                          GHashTable          *attributes,
                          const char          *name,
                          GHashTable          *former,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Naming *self;

  g_return_if_fail (LK_IS_KEYRING (keyring));
  g_return_if_fail (attributes != NULL && g_hash_table_size (attributes) > 0);
  g_return_if_fail (name != NULL || former == NULL);

  self = g_new0 (Naming, 1);
  self->attributes = g_hash_table_ref (attributes);
  self->former = former != NULL ? g_hash_table_ref (former) : NULL;
  self->name = g_strdup (name);
  task = g_task_new (keyring, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_script_name_set_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, naming_free);

  if (name != NULL && !lk_script_name_is_valid (name))
    g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_BAD_NAME,
                             /* Translators: %s is what somebody entered */
                             _("“%s” is no script name: small letters, digits and dashes, 64 at most, not a dash first"),
                             name);
  else
    lk_keyring_list_async (keyring, attributes, cancellable, own_listed_cb, g_steal_pointer (&task));
}

/**
 * lk_script_name_set_finish:
 * @keyring: the keyring
 * @result: what the callback was given
 * @error: return location for %LK_WORK_ERROR_BAD_NAME, %LK_WORK_ERROR_NAME_TAKEN, %LK_WORK_ERROR_INVALID (nothing is stored)
 *   or a #LkKeyringError
 *
 * Returns: whether it has the name
 */
gboolean
lk_script_name_set_finish (LkKeyring     *keyring,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keyring), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_script_name_set_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
