/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lk-inventories.h"

G_BEGIN_DECLS

#define LK_TYPE_SEARCH_PROVIDER (lk_search_provider_get_type ())

/**
 * LkSearchProvider:
 *
 * Answers what the desktop's search asks for (org.gnome.Shell.SearchProvider2): the names of tokens, which need neither a
 * window nor the keyring nor the network. What is chosen is shown by the application's actions; nothing is ever copied.
 */
G_DECLARE_FINAL_TYPE (LkSearchProvider, lk_search_provider, LK, SEARCH_PROVIDER, GObject)

LkSearchProvider *lk_search_provider_new             (GtkApplication    *application,
                                                      const char        *directory) G_GNUC_WARN_UNUSED_RESULT;

gboolean          lk_search_provider_export          (LkSearchProvider  *self,
                                                      GDBusConnection   *connection,
                                                      const char        *object_path,
                                                      GError           **error);
void              lk_search_provider_unexport        (LkSearchProvider  *self);

void              lk_search_provider_set_inventories (LkSearchProvider  *self,
                                                      LkInventories     *inventories); /* nullable: there is no window */

G_END_DECLS
