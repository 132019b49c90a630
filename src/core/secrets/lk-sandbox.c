/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-sandbox.h"

#include <glib/gi18n-lib.h>

#define POLICY "Session Bus Policy"
#define SECRET_SERVICE "org.freedesktop.secrets"

/**
 * lk_sandbox_explain_no_keyring:
 * @path: (type filename): %LK_SANDBOX_INFO, or a file like it
 *
 * Tells what to do where the keyring does not answer because Flatpak keeps us from it: the permission that the
 * application comes with can be withdrawn. The format of the file is documented with `flatpak-metadata(5)`. Reads a
 * small file that is always there in the sandbox and never elsewhere. Any thread.
 *
 * Returns: (transfer full) (nullable): a sentence, or %NULL where there is no sandbox or the permission is there
 */
char *
lk_sandbox_explain_no_keyring (const char *path)
{
  g_autoptr (GKeyFile) info = g_key_file_new ();
  g_autofree char *policy = NULL;
  g_autofree char *id = NULL;
  g_autofree char *command = NULL;

  if (!g_key_file_load_from_file (info, path, G_KEY_FILE_NONE, NULL))
    return NULL;

  policy = g_key_file_get_string (info, POLICY, SECRET_SERVICE, NULL);
  if (g_strcmp0 (policy, "talk") == 0 || g_strcmp0 (policy, "own") == 0)
    return NULL;

  id = g_key_file_get_string (info, "Application", "name", NULL);
  if (id == NULL)
    return NULL;

  command = g_strdup_printf ("flatpak override --user --talk-name=" SECRET_SERVICE " %s", id);
  /* Translators: %s is a command for a terminal */
  return g_strdup_printf (_("Latchkey is not permitted to use the keyring. Run “%s” and start Latchkey again"), command);
}
