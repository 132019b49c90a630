/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventories.h"
#include "lk-token-search.h"

G_BEGIN_DECLS

#define LK_NAME_SEARCH_MOST 10       /* hits; who gets more types more */
#define LK_NAME_SEARCH_MAX_BYTES 256 /* of all words together; nobody types more */

#define LK_TYPE_NAME_SEARCH (lk_name_search_get_type ())

/* A search for programs outside, such as the desktop: of both kinds of token it finds a few, by names alone, in what the
 * database remembers or, as long as there are any, in the lists of the window. */
G_DECLARE_FINAL_TYPE (LkNameSearch, lk_name_search, LK, NAME_SEARCH, GObject)

LkNameSearch *lk_name_search_new             (const char           *directory) G_GNUC_WARN_UNUSED_RESULT;
void          lk_name_search_set_inventories (LkNameSearch         *self,
                                              LkInventories        *inventories); /* nullable */

void          lk_name_search_find_async      (LkNameSearch         *self,
                                              const char * const   *terms,
                                              gboolean              anew,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *lk_name_search_find_finish     (LkNameSearch         *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
