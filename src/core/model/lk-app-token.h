/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_TYPE_APP_TOKEN (lk_app_token_get_type ())

G_DECLARE_FINAL_TYPE (LkAppToken, lk_app_token, LK, APP_TOKEN, GObject)

/* What the service says, construct-only: client-id, role-ids (GStrv, as sent), generated-on (GDateTime, nullable),
 * description (nullable), token-expiry (GDateTime, nullable: no expiry known).
 * What is known here, writable: role-names (GStrv: names as the service spells them), role-title (one text for a row:
 * "Read/Write Service Account and 2 more"), stored (boolean), maybe-stored (boolean: the keyring could not be read),
 * script-name (nullable), note (nullable), signs-in (boolean: the account signs in with it). Read-only, derived: title
 * (description, else note, else "Untitled Token";
 * notified when the note changes it), untitled (boolean), state
 * ("active" or "expired", as of the moment it is read; not notified). */

const char         *lk_app_token_get_client_id    (LkAppToken *self);
const char * const *lk_app_token_get_role_ids     (LkAppToken *self);
const char * const *lk_app_token_get_role_names   (LkAppToken *self);
const char         *lk_app_token_get_role_title   (LkAppToken *self);
GDateTime          *lk_app_token_get_generated_on (LkAppToken *self);
const char         *lk_app_token_get_description  (LkAppToken *self);
GDateTime          *lk_app_token_get_token_expiry (LkAppToken *self);
const char         *lk_app_token_get_title        (LkAppToken *self);
gboolean            lk_app_token_get_untitled     (LkAppToken *self);
gboolean            lk_app_token_get_stored       (LkAppToken *self);
gboolean            lk_app_token_get_maybe_stored (LkAppToken *self);
const char         *lk_app_token_get_script_name  (LkAppToken *self);
const char         *lk_app_token_get_note         (LkAppToken *self);
gboolean            lk_app_token_get_signs_in     (LkAppToken *self);
gboolean            lk_app_token_is_expired       (LkAppToken *self,
                                                   GDateTime  *now);
gboolean            lk_app_token_is_same          (LkAppToken *self,
                                                   LkAppToken *other);

G_END_DECLS
