/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-work-error.h"

#include "lk-text.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (lk-work-error-quark, lk_work_error)

/**
 * lk_work_error_say_secret_left:
 * @error: why the keyring did not remove the secret of a token that is deleted
 *
 * Puts both into one sentence, which replaces the message of @error.
 */
void
lk_work_error_say_secret_left (GError *error)
{
  g_return_if_fail (error != NULL);

  /* Translators: %s is a sentence that says why */
  lk_text_reword (error, _("The token is deleted, but its secret is still in the keyring: %s"), error->message);
}
