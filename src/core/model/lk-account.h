/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_TYPE_ACCOUNT (lk_account_get_type ())

G_DECLARE_FINAL_TYPE (LkAccount, lk_account, LK, ACCOUNT, GObject)

/* Properties, all strings, construct: id, name (writable later), org-id, org-name (nullable), client-id (nullable),
 * api-url, streaming-url, environment ("prod", "dev", "test"). Read-only: title (name, else org-name, else org-id). */

const char *lk_account_get_id            (LkAccount *self);
const char *lk_account_get_name          (LkAccount *self);
const char *lk_account_get_org_id        (LkAccount *self);
const char *lk_account_get_org_name      (LkAccount *self);
const char *lk_account_get_client_id     (LkAccount *self);
const char *lk_account_get_api_url       (LkAccount *self);
const char *lk_account_get_streaming_url (LkAccount *self);
const char *lk_account_get_environment   (LkAccount *self);
const char *lk_account_get_title         (LkAccount *self);

G_END_DECLS
