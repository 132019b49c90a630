/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-account-thing.h"

G_BEGIN_DECLS

#define LK_TYPE_STREAMING_PAGE (lk_streaming_page_get_type ())

/* The streaming tenants of an account, and one of them. Properties: thing (LkAccountThing, nullable), collapsed (boolean);
 * read-only: streaming (LkStreaming, nullable). */
G_DECLARE_FINAL_TYPE (LkStreamingPage, lk_streaming_page, LK, STREAMING_PAGE, AdwBin)

gboolean lk_streaming_page_get_busy     (LkStreamingPage *self);
gboolean lk_streaming_page_create_token (LkStreamingPage *self);
void     lk_streaming_page_show_token   (LkStreamingPage *self,
                                         LkTenant        *tenant,
                                         const char      *token_id);

G_END_DECLS
