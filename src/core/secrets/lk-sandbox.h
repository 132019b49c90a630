/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LK_SANDBOX_INFO "/.flatpak-info" /* in Flatpak's sandbox: who runs in it, and what is permitted */

char *lk_sandbox_explain_no_keyring (const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
