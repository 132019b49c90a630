/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-quick.h"

#include "lk-quick-keyring.h"

static void
store_result_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static int
compare_names (gconstpointer first,
               gconstpointer second)
{
  return g_strcmp0 (*(const char *const *) first, *(const char *const *) second);
}

/**
 * lk_quick_names:
 *
 * Does `latchkey list --names`, which shells call for completion: prints the script names in the keyring, one a line and
 * each once. They are attributes, so no secret is read, and nobody is asked to unlock anything. A name that could not be one,
 * which some other program put there, is left out: a shell may do more with it than to show it.
 *
 * Returns: the exit code
 */
int
lk_quick_names (void)
{
  g_autoptr (LkKeyring) keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("field", LK_SECRET_FIELD_TOKEN, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  lk_keyring_list_async (keyring, attributes, NULL, store_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  infos = lk_keyring_list_finish (keyring, result, &error);
  if (infos == NULL)
    return lk_quick_report (error);

  for (guint i = 0; i < infos->len; i++)
    {
      const char *name = lk_secret_info_get (infos->pdata[i], "name");

      if (name != NULL && lk_script_name_is_valid (name))
        g_ptr_array_add (names, (gpointer) name);
    }
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    if (i == 0 || !g_str_equal (names->pdata[i], names->pdata[i - 1]))
      g_string_append_printf (text, "%s\n", (const char *) names->pdata[i]);

  return lk_quick_print (text->str, text->len);
}
